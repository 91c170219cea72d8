import { isJsonType, isNdjsonType, isXmlType, parseMediaType } from '@multistatus/wire';
import { DocumentError } from '../document-error.js';
import type { DocumentFault, OnFault } from './document-fault.js';
import { createJsonReader, createNdjsonReader, type DocumentReader } from './document-reader.js';
import type { MultistatusSource } from './multistatus-source.js';
import { readBytes } from './read-bytes.js';
import { type ReadLimits, type ResolvedReadLimits, resolveReadLimits } from './read-limits.js';
import { openSource } from './read-source.js';
import { readText } from './read-text.js';
import { type MultistatusReading, type ReadingOptions, toReading } from './reading.js';
import { positionAt } from './text-position.js';

/** Options for reading a document. */
export interface ReadOptions extends ReadLimits, ReadingOptions {
  /** The Content-Type of the document. Overrides that of a response. */
  readonly contentType?: string | undefined;
  /**
   * Called with each part that cannot be read, in document order. The document is then returned without these parts,
   * instead of rejecting it. If the text itself is faulty, such as one that ends early, the document has the responses
   * before the fault. For tools that show a faulty document: the result may be less than what the server reports.
   *
   * The promise still rejects if the text is not a 207 document, exceeds `maxBytes`, or is not valid in its encoding.
   */
  readonly onFault?: ((fault: DocumentFault) => void) | undefined;
}

type Format = 'xml' | 'json' | 'ndjson';

/**
 * Reads a 207 document (RFC 4918 section 13): XML of any server, NDJSON of this library, JSON of this library or of
 * others that says for each outcome whether it succeeded, and the multipart answer to a batch of OData or Google. The source is a `Response` of `fetch`, also of a platform without streams
 * such as React Native, a text, bytes, or a stream of either. The status of the response is not checked. A document that
 * reports failures is read like any other: use `failed` or `throwIfFailed` of the result.
 *
 * The Content-Type decides the format; without one, the first character and line do, but for multipart. The lines of NDJSON arrive in
 * completion order, but the responses are returned in request order. NDJSON is truncated if any line is missing, such as
 * the summary at the end; a document in any format is truncated if it has more or fewer responses than its summary counts.
 * XML may be in UTF-8, UTF-16 or any encoding of `TextDecoder`, with any prefixes. The reader tolerates what is missing
 * without changing the meaning. Any other error rejects the whole document. Unknown elements are kept as
 * `extensions`. The readers of XML and multipart are loaded when the first such document arrives.
 *
 * @throws {DocumentError} naming place and rule, if the text is not a 207 document or exceeds a limit.
 * @throws {TypeError} if the source cannot be read, or an option is unknown.
 * @throws {RangeError} if a limit is out of bounds. Errors of a stream pass through.
 */
export async function readMultistatus(
  source: MultistatusSource,
  options: ReadOptions = {},
): Promise<MultistatusReading> {
  const { onFault } = options;
  const limits = resolveReadLimits(options, ['contentType', 'method', 'onFault']);
  const opened = openSource(source, limits.maxBytes);
  const contentType = options.contentType ?? opened.contentType ?? '';
  if (isMultipart(contentType)) {
    const bytes = await readBytes(opened.chunks, limits.maxBytes);
    const { readMultipartDocument } = await import('./read-multipart-document.js');
    return toReading(readMultipartDocument(bytes, contentType, { limits, onFault }), options);
  }
  const charset = parseMediaType(contentType)?.charset;

  let before = '';
  let reader: DocumentReader | undefined;
  for await (const piece of readText(opened.chunks, { charset, maxBytes: limits.maxBytes })) {
    reader ??= await openReader(contentType, { piece, before, limits, onFault });
    if (reader === undefined) {
      before += piece;
      continue;
    }
    reader.write(before + piece);
    before = '';
  }
  if (reader === undefined) throw new DocumentError('format', 'the input is empty', { line: 1, column: 1 });
  return toReading(await reader.close(), options);
}

function isMultipart(contentType: string): boolean {
  return parseMediaType(contentType)?.type.startsWith('multipart/') === true;
}

function formatOf(contentType: string): Format | undefined {
  const type = parseMediaType(contentType)?.type ?? '';
  if (isNdjsonType(type)) return 'ndjson';
  if (isXmlType(type)) return 'xml';
  return isJsonType(type) ? 'json' : undefined;
}

/** Returns `undefined` if there has been only white space so far. `before` is known to be white space. */
function sniffFormat(piece: string, before: string): Exclude<Format, 'ndjson'> | undefined {
  const index = piece.search(/[^\s\uFEFF]/);
  if (index < 0) return undefined;
  const first = piece.charAt(index);
  const isPage = /^<!doctype\s+html/i.test(piece.slice(index));
  if (first === '<' && !isPage) return 'xml';
  if (first === '{' || first === '[') return 'json';
  const place = positionAt(before + piece, before.length + index);
  const kind = isPage ? 'a web page (HTML)' : 'neither XML nor a JSON object or array';
  throw new DocumentError('format', `the text is ${kind}`, place);
}

interface Beginning {
  readonly piece: string;
  readonly before: string;
  readonly limits: ResolvedReadLimits;
  readonly onFault: OnFault | undefined;
}

async function openReader(
  contentType: string,
  { piece, before, limits, onFault }: Beginning,
): Promise<DocumentReader | undefined> {
  const named = formatOf(contentType);
  switch (named ?? sniffFormat(piece, before)) {
    case 'xml': {
      const { createXmlReader } = await import('./read-xml-document.js');
      return createXmlReader(limits, onFault);
    }
    case 'ndjson':
      return createNdjsonReader(limits, onFault);
    case 'json':
      return createJsonReader(limits, { isGuessed: named === undefined, onFault });
    case undefined:
      return undefined;
  }
}
