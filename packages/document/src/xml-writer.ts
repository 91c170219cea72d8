import type { Multistatus, MultistatusResponse } from './multistatus.js';
import type { DocumentMembers } from './write/document-members.js';
import { writeElements } from './write/write-elements.js';
import { writeXmlChunks, writeXmlPieces } from './write/write-xml-document.js';
import { writeXmlStream } from './write/write-xml-stream.js';
import type { XmlOptions } from './write/xml-options.js';

export { toProblemXmlText } from './write/to-problem-xml-text.js';
export { xmlBodySize } from './write/write-xml-body.js';
export type { XmlOptions };

/**
 * Writes a document as XML (RFC 4918 section 14), one response per line. Whatever the RFC has no element for is
 * written in the namespace `urn:multistatus:xml:1`.
 *
 * Characters that XML cannot carry become U+FFFD; a body that contains one is written as base64 instead. If an href
 * occurs again, the later response is written with `operationsPath` and its index as href, and the true href in
 * `M:target`. Takes time linear in the size of the document. Elements may nest a few hundred levels deep, because
 * writing them recurses.
 *
 * @throws {TypeError} if an element or attribute of the document has a name that XML does not allow. Never throws for
 *   a document without elements.
 * @see RFC 4918 section 14.24 for why an href may occur only once, section 17 for why extensions are legal
 */
export function toXmlText(document: Multistatus, options: XmlOptions): string {
  return [...toXmlPieces(document, options)].join('');
}

/**
 * Yields the text that {@link toXmlText} returns in pieces of about 64 KiB, so that a long document need not be written in one
 * turn of the event loop. No piece ends in the middle of a surrogate pair. An empty piece only marks a point where other work may
 * run.
 *
 * @throws what {@link toXmlText} throws, at the place of the response in question.
 */
export function toXmlPieces(document: Multistatus, options: XmlOptions): Generator<string, void, undefined> {
  return writeXmlPieces(document, options, writeElements);
}

/**
 * Yields what {@link toXmlPieces} yields, but as UTF-8 wherever the bytes of a body are known (`SlicedText`): they are escaped as they
 * are copied, and neither decoded nor encoded.
 *
 * @throws what {@link toXmlText} throws, at the place of the response in question.
 */
export function toXmlChunks(
  document: Multistatus,
  options: XmlOptions,
): Generator<string | Uint8Array, void, undefined> {
  return writeXmlChunks(document, options, writeElements);
}

/**
 * Writes a document as XML in pieces, one per response, or several for a long one. The pieces of a response are yielded before
 * the next response is requested.
 * Together they are the text that {@link toXmlText} returns.
 *
 * Only the hrefs of earlier responses are kept in memory. An href that equals one generated earlier is itself
 * replaced by a generated one, with the true href in `M:target`. To avoid this, choose an `operationsPath` under
 * which the report has no resource.
 *
 * Rejects as `responses` does, or with what {@link toXmlText} throws. The text is then incomplete, and a reader
 * recognises it as truncated.
 */
export function writeXml(
  responses: Iterable<MultistatusResponse> | AsyncIterable<MultistatusResponse>,
  options: XmlOptions & DocumentMembers,
): AsyncGenerator<string, void, undefined> {
  return writeXmlStream(responses, options, { writeElements });
}
