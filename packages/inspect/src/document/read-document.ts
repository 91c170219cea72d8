import type { DocumentFault, FaultyResponse, MultistatusReading } from '@multistatus/document';
import { parseMediaType } from '@multistatus/wire';
import { multipartType } from '@multistatus/wire/multipart';
import type { Finding } from '../finding.js';
import { openMultipart } from '../multipart/open-multipart.js';
import { collectFaults } from './collect-faults.js';
import { decodeText } from './decode-text.js';
import { type Format, formatOfType, isWebPage, sniffFormat } from './detect-format.js';
import { endsAt } from './ends-at.js';
import { faultFinding, findViolations, withoutReported } from './to-findings.js';

/** A response that cannot be read, with the reason. */
export interface UnreadableResponse
  extends Omit<FaultyResponse, 'position'>,
    Pick<Finding, 'rule' | 'message'> {
  /** A JSON Pointer, or line and column. */
  readonly where: string;
}

/** Why only a part of a document was read. */
export interface Shortfall {
  /** What ended the reading, and where. */
  readonly finding: Finding;
  /** True if the text ends early, false if it is faulty before its end or contradicts its summary. */
  readonly isCut: boolean;
}

/** A body that was read as a 207 document as far as possible, with its findings. */
export interface DocumentReading {
  /** The format that the content shows; `undefined` if it shows none, as that of a web page. */
  readonly format: Format | undefined;
  /** `undefined` if the body is not a 207 document. */
  readonly reading: MultistatusReading | undefined;
  /** The responses that `reading` lacks because they cannot be read, in document order. */
  readonly unreadable: readonly UnreadableResponse[];
  /** Set if responses may be missing. Its finding is not among `findings`. */
  readonly shortfall: Shortfall | undefined;
  /** What is wrong with the document; empty if nothing is. */
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
  const multipart = openMultipart(body, contentType);
  const sniffed = isWebPage(text) ? undefined : multipart === undefined ? sniffFormat(text) : 'multipart';
  const format = sniffed === 'json' && formatOfType(contentType) === 'ndjson' ? 'ndjson' : sniffed;
  if (format === undefined) {
    const findings = [describeUnknown(body, text)];
    return { format, reading: undefined, unreadable: [], shortfall: undefined, findings, text };
  }
  const { reading, faults } = await collectFaults(body, {
    text,
    contentType:
      multipart === undefined ? typeOf(format, body, contentType) : multipartType(multipart.boundary),
  });
  const violations = await findViolations({ format, text, document: reading?.document }, faults);
  const others = withoutReported(faults, violations);
  const missing = others.find(isShortfall);
  const isEmpty = missing?.error.rule !== 'truncated' && reading?.document.responses.length === 0;
  return {
    format,
    reading: missing !== undefined && isEmpty ? undefined : reading,
    unreadable: faults.flatMap(toUnreadable),
    shortfall: missing && { finding: faultFinding(missing), isCut: isCut(missing, text) },
    findings: [...others.filter((fault) => fault !== missing).map(faultFinding), ...violations],
    text,
  };
}

function typeOf(format: Format, body: Uint8Array | string, contentType: string | undefined): string {
  if (format === 'ndjson') return 'application/x-ndjson';
  const charset = typeof body === 'string' ? undefined : parseMediaType(contentType)?.charset;
  return `application/${format}${charset === undefined ? '' : `; charset=${charset}`}`;
}

/** A fault of the text itself, after which nothing is read, or a contradiction between responses and summary. */
function isShortfall({ error: { rule, place }, response }: DocumentFault): boolean {
  const isOfText = /^(?:X1|X31)$/.test(rule) && place.line !== undefined;
  return response === undefined && (isOfText || /^(?:json|multipart|truncated|max.*)$/.test(rule));
}

function isCut({ error }: DocumentFault, text: string): boolean {
  if (error.rule === 'truncated') return error.document === undefined;
  return /^(?:X1|json)$/.test(error.rule) && endsAt(text, error.place);
}

function toUnreadable(fault: DocumentFault): UnreadableResponse[] {
  if (fault.response === undefined) return [];
  const { position: _, ...named } = fault.response;
  const { rule, message, where = '' } = faultFinding(fault);
  return [{ ...named, where, rule, message }];
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
      : isWebPage(text)
        ? 'the body is a web page (HTML)'
        : `the body is neither XML, JSON nor multipart${isBinary ? ': it is binary' : ''}`;
  return {
    rule: 'format',
    level: 'error',
    where: `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`,
    message,
    advice:
      'Look at what the server sent: it may be an error page of a proxy, compressed data, or another file.',
  };
}
