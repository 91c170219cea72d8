import type { Multistatus, MultistatusResponse, Summary } from './multistatus.js';
import { DAV, EXTENSION } from './namespaces.js';
import type { Problem } from './problem.js';
import { toHref } from './to-href.js';
import { type DocumentMembers, resolveSummary } from './write/document-members.js';
import { escapeText } from './write/escape-xml.js';
import { createPlacer, type PlaceHref } from './write/place-hrefs.js';
import { writeElements } from './write/write-elements.js';
import { writeProblemRoot } from './write/write-problem-xml.js';
import { writeDescription, writeXmlResponse } from './write/write-xml-response.js';

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';
const OPENING = `${DECLARATION}\n<D:multistatus xmlns:D="${DAV}" xmlns:M="${EXTENSION}">\n`;

/** How a document is written as XML. */
export interface XmlOptions {
  /**
   * Where an href occurs again, the later response is written under this path and its index: path-absolute, with its
   * last slash, and no resource's own.
   */
  readonly operationsPath: string;
}

/**
 * Writes a document as XML (RFC 4918 section 14), a response a line, with what the RFC has no element for in the
 * namespace `urn:multistatus:xml:1`.
 *
 * Characters that XML cannot carry become U+FFFD, in a body they lead to base64 instead. Where an href occurs
 * again, the later response is written under `operationsPath` and its index, with the true href in `M:target`.
 * Linear in the size of the document. Elements may nest some hundreds deep: writing them recurses.
 *
 * @throws {TypeError} if an element or attribute of the document has a name that XML does not allow; the writer
 *   never throws for a document without elements.
 * @see RFC 4918 section 14.24 for why an href may stand once, section 17 for why extensions are legal
 */
export function toXmlText(document: Multistatus, options: XmlOptions): string {
  const place = createPlacer(options.operationsPath, () => hrefsOf(document.responses));
  const lines = document.responses.map((response, position) => writeLine(response, position, place));
  return `${OPENING}${lines.join('')}${writeClosing(document)}`;
}

/**
 * Writes a document as XML in pieces, one for each response, which is written before the next is asked for: together
 * the text that {@link toXmlText} gives.
 *
 * The hrefs that went by are kept, nothing else of the responses. An href that comes after one was generated with
 * the same text is written under a generated one too, with the true href in `M:target`: so `operationsPath` must be
 * a path where no resource of the report lies, if every client is to see its true href.
 *
 * Rejects as `responses` does, or with what {@link toXmlText} throws; the text then lacks its end, by which a reader
 * knows it for truncated.
 */
export async function* writeXml(
  responses: Iterable<MultistatusResponse> | AsyncIterable<MultistatusResponse>,
  options: XmlOptions & DocumentMembers,
): AsyncGenerator<string, void, undefined> {
  const place = createPlacer(options.operationsPath);
  let position = 0;
  yield OPENING;
  for await (const response of responses) yield writeLine(response, position++, place);
  yield writeClosing(options);
}

/** Writes a problem as a whole XML document, for `application/problem+xml` (RFC 9457 appendix B). */
export function toProblemXmlText(problem: Problem): string {
  return `${DECLARATION}\n${writeProblemRoot(problem)}`;
}

function* hrefsOf(responses: readonly MultistatusResponse[]): Generator<string> {
  for (const { href, hrefs } of responses) yield* (hrefs ?? [href]).map(toHref);
}

function writeLine(response: MultistatusResponse, position: number, place: PlaceHref): string {
  return `${writeXmlResponse(response, position, place)}\n`;
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
