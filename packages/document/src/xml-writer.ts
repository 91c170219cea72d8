import type { Multistatus, MultistatusResponse, Summary } from './multistatus.js';
import { DAV, EXTENSION } from './namespaces.js';
import type { Problem } from './problem.js';
import { toHref } from './to-href.js';
import { type AssignHref, createHrefAssigner } from './write/assign-hrefs.js';
import { type DocumentMembers, resolveSummary } from './write/document-members.js';
import { escapeText } from './write/escape-xml.js';
import { inChunks } from './write/in-chunks.js';
import { type Frame, inPieces, joinSlices } from './write/in-pieces.js';
import { writeElements } from './write/write-elements.js';
import { writeProblemRoot } from './write/write-problem-xml.js';
import { writeXmlBody, writeXmlUtf8 } from './write/write-xml-body.js';
import { writeDescription, writeXmlResponse } from './write/write-xml-response.js';

export { xmlBodySize } from './write/write-xml-body.js';

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';
const OPENING = `${DECLARATION}\n<D:multistatus xmlns:D="${DAV}" xmlns:M="${EXTENSION}">\n`;

/** Options for writing a document as XML. */
export interface XmlOptions {
  /**
   * If an href occurs again, the later response is written with this path followed by its index as href. Must be an
   * absolute path that ends in a slash and under which there is no resource.
   */
  readonly operationsPath: string;
}

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
  const { responses } = document;
  const writing = { assignHref: assignerOf(document, options), writeBody: writeXmlBody };
  return inPieces(
    responses,
    (response, position) => writeXmlResponse(response, position, writing),
    frameOf(document),
  );
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
  const { responses } = document;
  const writing = { assignHref: assignerOf(document, options), writeBody: writeXmlUtf8 };
  return inChunks(
    responses,
    (response, position) => writeXmlResponse(response, position, writing),
    frameOf(document),
  );
}

function assignerOf({ responses }: Multistatus, { operationsPath }: XmlOptions): AssignHref {
  return createHrefAssigner(operationsPath, () => hrefsOf(responses));
}

function frameOf(document: Multistatus): Frame {
  return { opening: OPENING, separator: '', closing: () => writeClosing(document) };
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
export async function* writeXml(
  responses: Iterable<MultistatusResponse> | AsyncIterable<MultistatusResponse>,
  options: XmlOptions & DocumentMembers,
): AsyncGenerator<string, void, undefined> {
  const writing = { assignHref: createHrefAssigner(options.operationsPath), writeBody: writeXmlBody };
  let position = 0;
  yield OPENING;
  for await (const response of responses) {
    const part = writeXmlResponse(response, position++, writing);
    if (typeof part === 'string') yield part;
    else yield yield* joinSlices('', part);
  }
  yield writeClosing(options);
}

/** Writes a problem as a whole XML document, for `application/problem+xml` (RFC 9457 appendix B). */
export function toProblemXmlText(problem: Problem): string {
  return `${DECLARATION}\n${writeProblemRoot(problem)}`;
}

function* hrefsOf(responses: readonly MultistatusResponse[]): Generator<string> {
  for (const { href, hrefs } of responses) yield* (hrefs ?? [href]).map(toHref);
}

function writeClosing(members: DocumentMembers): string {
  const { description, syncToken, extensions = [] } = members;
  const summary = resolveSummary(members);
  const lines = [
    writeDescription(description),
    syncToken === undefined ? '' : `<D:sync-token>${escapeText(syncToken)}</D:sync-token>`,
    writeElements(extensions),
    summary === undefined ? '' : writeSummary(summary),
  ];
  return [...lines.filter((line) => line !== ''), '</D:multistatus>'].join('\n');
}

function writeSummary({ total, succeeded, failed, other }: Summary): string {
  return `<M:summary total="${total}" succeeded="${succeeded}" failed="${failed}" other="${other}"/>`;
}
