import {
  isDocumentError,
  type Multistatus,
  type MultistatusReading,
  readMultistatus,
  toReading,
} from '@multistatus/document';
import { validateMultistatus } from '@multistatus/document/xml-reader';
import { parseMediaType } from '@multistatus/wire';
import { documentErrorFinding, exchangeFinding, type Finding, violationFinding } from '../finding.js';
import { MAX_INPUT_BYTES } from '../read-input.js';
import { decodeText } from './decode-text.js';
import { type Format, formatOfType, sniffFormat } from './detect-format.js';
import { readLines } from './read-lines.js';

/** A body that was read as a 207 document as far as possible, with its findings. */
export interface DocumentReading {
  readonly format: Format | undefined;
  /** `undefined` if the body is not a 207 document. */
  readonly reading: MultistatusReading | undefined;
  readonly findings: readonly Finding[];
  /** The text of the body, with U+FFFD for invalid bytes. */
  readonly text: string;
}

/**
 * Reads a body in the format that its content shows. The Content-Type is only used for the charset, and to distinguish
 * NDJSON from JSON.
 */
export async function readDocument(
  body: Uint8Array | string,
  contentType: string | undefined,
): Promise<DocumentReading> {
  const text = decodeText(body, parseMediaType(contentType)?.charset);
  const sniffed = sniffFormat(text);
  const format = sniffed === 'json' && formatOfType(contentType) === 'ndjson' ? 'ndjson' : sniffed;
  if (format === undefined)
    return { format, reading: undefined, findings: [describeUnknown(body, text)], text };
  if (format === 'ndjson') {
    const { reading, findings } = await readLines(body);
    return { format, reading, findings: [...findings, ...validate(reading?.document)], text };
  }
  const charset = typeof body === 'string' ? undefined : parseMediaType(contentType)?.charset;
  const type = `application/${format}${charset === undefined ? '' : `; charset=${charset}`}`;
  try {
    const reading = await readMultistatus(body, { contentType: type, maxBytes: MAX_INPUT_BYTES });
    return { format, reading, findings: validate(format === 'xml' ? text : reading.document), text };
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    const finding = documentErrorFinding(error);
    if (error.document !== undefined) {
      const findings = [
        exchangeFinding('truncated', finding.message, finding.where),
        ...validate(format === 'xml' ? text : error.document),
      ];
      return { format, reading: toReading(error.document), findings, text };
    }
    return {
      format,
      reading: undefined,
      findings: [finding, ...validateBroken(finding, format, text)],
      text,
    };
  }
}

function validate(document: string | Multistatus | undefined): Finding[] {
  if (document === undefined) return [];
  return validateMultistatus(document, { maxBytes: MAX_INPUT_BYTES }).map(violationFinding);
}

/** Well-formed XML that cannot be read as a 207 document can still be checked against the rules. */
function validateBroken(finding: Finding, format: Format, text: string): Finding[] {
  const isXml = format === 'xml' && /^X(?!1$|31$)\d+$/.test(finding.rule);
  if (!isXml) return [];
  try {
    return validate(text).filter(({ rule, message }) => rule !== finding.rule || message !== finding.message);
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    return [];
  }
}

function describeUnknown(body: Uint8Array | string, text: string): Finding {
  const [first, second] = typeof body === 'string' ? [] : body;
  const isGzip = first === 0x1f && second === 0x8b;
  const start = text.search(/[^\s\uFEFF]/);
  const lines = text.slice(0, Math.max(0, start)).split(/\r\n?|\n/);
  const isBinary = /(?![\t\n\r])[\p{Cc}\uFFFD]/u.test(text.slice(0, 1024));
  const message = isGzip
    ? 'the body is compressed with gzip: decompress it first'
    : start < 0
      ? 'the body is empty'
      : `the body is neither XML nor JSON${isBinary ? ': it is binary' : ''}`;
  return {
    rule: 'format',
    level: 'error',
    where: `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`,
    message,
    advice:
      'Look at what the server sent: it may be an error page of a proxy, compressed data, or another file.',
  };
}
