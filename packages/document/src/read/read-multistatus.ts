import { isJsonType, isNdjsonType, isXmlType, parseMediaType } from '@multistatus/wire';
import { DocumentError } from '../document-error.js';
import { createJsonReader, createNdjsonReader, type DocumentReader } from './document-reader.js';
import { type ReadLimits, type ResolvedReadLimits, resolveReadLimits } from './read-limits.js';
import { type MultistatusSource, openSource } from './read-source.js';
import { readText } from './read-text.js';
import { type MultistatusReading, toReading } from './reading.js';
import { placeAt } from './text-position.js';

/** How a document is read. */
export interface ReadOptions extends ReadLimits {
  /** The Content-Type of the document, in place of that of a response. */
  readonly contentType?: string | undefined;
}

type Format = 'xml' | 'json' | 'ndjson';

/**
 * Reads a 207 document (RFC 4918 section 13) in XML, JSON or NDJSON, from any server: a `Response` of `fetch`, a
 * text, bytes, or a stream of either. Whatever its status is; a document that reports failures is read like any other, so ask the
 * reading what failed.
 *
 * The Content-Type decides what the text is, else its first character and line. NDJSON comes in the order of completion
 * and is given in that of the request; without its last line, the summary, it is truncated. XML may come in UTF-8, UTF-16 and whatever
 * `TextDecoder` knows, with any prefixes. What is missing without harm is forgiven, what would change the meaning is
 * not: nothing is given of a document that has a fault. Unknown elements are kept as `extensions`. The XML parser is
 * loaded when the first XML arrives.
 *
 * @throws {DocumentError} that names place and rule, if the text is no 207 document or exceeds a limit.
 * @throws {TypeError} if the source is of no kind that can be read, or an option is unknown.
 * @throws {RangeError} if a limit is out of its bounds. What a stream throws passes through.
 */
export async function readMultistatus(
  source: MultistatusSource,
  options: ReadOptions = {},
): Promise<MultistatusReading> {
  const limits = resolveReadLimits(options, ['contentType']);
  const opened = openSource(source);
  const contentType = options.contentType ?? opened.contentType ?? '';
  const charset = parseMediaType(contentType)?.charset;

  let before = '';
  let reader: DocumentReader | undefined;
  for await (const piece of readText(opened.chunks, { charset, maxBytes: limits.maxBytes })) {
    reader ??= await openReader(contentType, { piece, before, limits });
    if (reader === undefined) {
      before += piece;
      continue;
    }
    reader.write(before + piece);
    before = '';
  }
  if (reader === undefined) throw new DocumentError('format', 'there is no document', { line: 1, column: 1 });
  return toReading(reader.close());
}

function formatOf(contentType: string): Format | undefined {
  const type = parseMediaType(contentType)?.type ?? '';
  if (isNdjsonType(type)) return 'ndjson';
  if (isXmlType(type)) return 'xml';
  return isJsonType(type) ? 'json' : undefined;
}

/** Gives `undefined` while there is nothing but white space, as `before` is; that is not looked at again. */
function sniffFormat(piece: string, before: string): Exclude<Format, 'ndjson'> | undefined {
  const index = piece.search(/[^\s\uFEFF]/);
  if (index < 0) return undefined;
  const first = piece.charAt(index);
  if (first === '<') return 'xml';
  if (first === '{' || first === '[') return 'json';
  const place = placeAt(before + piece, before.length + index);
  throw new DocumentError('format', 'the text is neither XML nor JSON', place);
}

interface Beginning {
  readonly piece: string;
  readonly before: string;
  readonly limits: ResolvedReadLimits;
}

async function openReader(
  contentType: string,
  { piece, before, limits }: Beginning,
): Promise<DocumentReader | undefined> {
  const named = formatOf(contentType);
  switch (named ?? sniffFormat(piece, before)) {
    case 'xml': {
      const { createXmlReader } = await import('./read-xml-document.js');
      return createXmlReader(limits);
    }
    case 'ndjson':
      return createNdjsonReader(limits);
    case 'json':
      return createJsonReader(limits, named === undefined);
    case undefined:
      return undefined;
  }
}
