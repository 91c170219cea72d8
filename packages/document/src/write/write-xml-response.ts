import type { Element } from '../element.js';
import type { Body, HeaderMap, MultistatusResponse, Propstat, Timing } from '../multistatus.js';
import { toStatusLine } from '../status-line.js';
import { toHref } from '../to-href.js';
import type { AssignHref } from './assign-hrefs.js';
import { escapeAttribute, escapeText } from './escape-xml.js';
import { around, type Part } from './in-pieces.js';
import type { WriteElements } from './write-elements.js';
import { writeProblemXml } from './write-problem-xml.js';

/** What the responses of one document are written with. */
export interface XmlResponseWriting<Slice extends string | Uint8Array> {
  readonly assignHref: AssignHref;
  readonly writeBody: (body: Body) => Part<Slice>;
  readonly writeElements: WriteElements;
}

/**
 * Writes one `D:response` and the end of its line (RFC 4918 section 14.24): elements in the order of the DTD, then extensions.
 * A long body is written in slices. `writeBody` writes the body: `writeXmlBody`, or `writeXmlUtf8`.
 *
 * Expects the prefixes `D` and `M` to be bound by the surrounding element. `position` is the index of the response in
 * the document, from 0. If any href has to be replaced, the response gets one `M:target` per href with the true one,
 * in the order of the hrefs.
 *
 * @throws {TypeError} if an element or attribute has a name that XML does not allow.
 */
export function writeXmlResponse<Slice extends string | Uint8Array>(
  response: MultistatusResponse,
  position: number,
  { assignHref, writeBody, writeElements }: XmlResponseWriting<Slice>,
): Part<Slice | string> {
  const { id, status, reasonPhrase, propstats, location, headers, trailers, timing, extensions } = response;
  const index = response.index ?? position;
  let xml = '<D:response';
  if (id !== undefined) xml += ` M:id="${escapeAttribute(id)}"`;
  if (id !== undefined || response.index !== undefined) xml += ` M:index="${index}"`;
  xml += '>';

  const hrefs = response.hrefs ?? [response.href];
  let hasReplacedHref = false;
  for (const href of hrefs) {
    const encoded = toHref(href);
    const assigned = assignHref(encoded, index);
    hasReplacedHref ||= assigned !== encoded;
    xml += `<D:href>${escapeText(assigned)}</D:href>`;
  }
  if (propstats === undefined) xml += `<D:status>${statusLine(status, reasonPhrase)}</D:status>`;
  else for (const propstat of propstats) xml += writePropstat(propstat, writeElements);
  xml += writeReason(response, writeElements);
  if (location !== undefined) {
    xml += `<D:location><D:href>${escapeText(toHref(location))}</D:href></D:location>`;
  }
  if (hasReplacedHref) for (const href of hrefs) xml += `<M:target>${escapeText(href)}</M:target>`;
  if (headers !== undefined) xml += writeFields('M:header', headers);
  const content = response.body === undefined ? writeOmission(response) : writeBody(response.body);
  let end = trailers === undefined ? '' : writeFields('M:trailer', trailers);
  if (timing !== undefined) end += writeTiming(timing);
  if (extensions !== undefined) end += writeElements(extensions);
  end += '</D:response>\n';
  return typeof content === 'string' ? xml + content + end : around(xml, content, end);
}

function writePropstat(propstat: Propstat, writeElements: WriteElements): string {
  const { status, reasonPhrase, properties, error, description } = propstat;
  const prop = properties.length === 0 ? '<D:prop/>' : `<D:prop>${writeElements(properties)}</D:prop>`;
  return (
    `<D:propstat>${prop}<D:status>${statusLine(status, reasonPhrase)}</D:status>` +
    `${writeError(error, writeElements)}${writeDescription(description)}</D:propstat>`
  );
}

function statusLine(status: number, reasonPhrase: string | undefined): string {
  const line = toStatusLine(status, reasonPhrase);
  return reasonPhrase === undefined ? line : escapeText(line);
}

function writeReason(
  { problem, error, description }: MultistatusResponse,
  writeElements: WriteElements,
): string {
  if (problem === undefined) return writeError(error, writeElements) + writeDescription(description);
  return (
    writeError(error, writeElements, writeProblemXml(problem)) +
    writeDescription(description ?? problem.detail ?? problem.title)
  );
}

function writeError(
  conditions: readonly Element[] | undefined,
  writeElements: WriteElements,
  problem = '',
): string {
  const content = conditions === undefined ? problem : problem + writeElements(conditions);
  return content === '' ? '' : `<D:error>${content}</D:error>`;
}

/** Writes a `D:responsedescription`; returns the empty string if there is no description. */
export function writeDescription(description: string | undefined): string {
  return description === undefined
    ? ''
    : `<D:responsedescription>${escapeText(description)}</D:responsedescription>`;
}

function writeFields(element: string, fields: HeaderMap): string {
  let xml = '';
  for (const [name, values] of Object.entries(fields)) {
    for (const value of typeof values === 'string' ? [values] : values) {
      xml += `<${element} name="${escapeAttribute(name)}">${escapeText(value)}</${element}>`;
    }
  }
  return xml;
}

function writeTiming({ startMs, durationMs }: Timing): string {
  return `<M:timing start="${startMs}" duration="${durationMs}"/>`;
}

function writeOmission({ bodyOmitted }: MultistatusResponse): string {
  return bodyOmitted === undefined ? '' : `<M:body omitted="${bodyOmitted}"/>`;
}
