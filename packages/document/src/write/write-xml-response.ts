import { toBase64 } from '@multistatus/wire';
import type { Element } from '../element.js';
import type { Body, HeaderMap, MultistatusResponse, Propstat } from '../multistatus.js';
import { toStatusLine } from '../status-line.js';
import { toHref } from '../to-href.js';
import { isXmlText } from '../xml-char.js';
import { escapeAttribute, escapeText, escapeXmlText } from './escape-xml.js';
import type { PlaceHref } from './place-hrefs.js';
import { writeElements } from './write-elements.js';
import { writeProblemXml } from './write-problem-xml.js';

/**
 * Writes one `D:response` on one line (RFC 4918 section 14.24): elements in the order of the DTD, then extensions.
 *
 * Expects the prefixes `D` and `M` to be bound by the element around it. `position` is the place of the response in
 * the document, from 0. Where a response can not keep all of its hrefs, an `M:target` for each holds the true one,
 * in the order of the hrefs.
 *
 * @throws {TypeError} if an element or attribute has a name that XML does not allow.
 */
export function writeXmlResponse(response: MultistatusResponse, position: number, place: PlaceHref): string {
  const { id, status, propstats, location, headers, extensions } = response;
  const index = response.index ?? position;
  let xml = '<D:response';
  if (id !== undefined) xml += ` M:id="${escapeAttribute(id)}"`;
  if (id !== undefined || response.index !== undefined) xml += ` M:index="${index}"`;
  xml += '>';

  const hrefs = response.hrefs ?? [response.href];
  let isMoved = false;
  for (const href of hrefs) {
    const written = toHref(href);
    const placed = place(written, index);
    isMoved ||= placed !== written;
    xml += `<D:href>${escapeText(placed)}</D:href>`;
  }
  if (propstats === undefined) xml += `<D:status>${toStatusLine(status)}</D:status>`;
  else for (const propstat of propstats) xml += writePropstat(propstat);
  xml += writeReason(response);
  if (location !== undefined) {
    xml += `<D:location><D:href>${escapeText(toHref(location))}</D:href></D:location>`;
  }
  if (isMoved) for (const href of hrefs) xml += `<M:target>${escapeText(href)}</M:target>`;
  if (headers !== undefined) xml += writeHeaders(headers);
  xml += writeContent(response);
  if (extensions !== undefined) xml += writeElements(extensions);
  return `${xml}</D:response>`;
}

function writePropstat({ status, properties, error, description }: Propstat): string {
  const prop = properties.length === 0 ? '<D:prop/>' : `<D:prop>${writeElements(properties)}</D:prop>`;
  return (
    `<D:propstat>${prop}<D:status>${toStatusLine(status)}</D:status>` +
    `${writeError(error)}${writeDescription(description)}</D:propstat>`
  );
}

function writeReason({ problem, error, description }: MultistatusResponse): string {
  if (problem === undefined) return writeError(error) + writeDescription(description);
  return (
    writeError(error, writeProblemXml(problem)) +
    writeDescription(description ?? problem.detail ?? problem.title)
  );
}

function writeError(conditions: readonly Element[] = [], problem = ''): string {
  const content = problem + writeElements(conditions);
  return content === '' ? '' : `<D:error>${content}</D:error>`;
}

/** Writes a responsedescription, if there is one. */
export function writeDescription(description: string | undefined): string {
  return description === undefined
    ? ''
    : `<D:responsedescription>${escapeText(description)}</D:responsedescription>`;
}

function writeHeaders(headers: HeaderMap): string {
  let xml = '';
  for (const [name, values] of Object.entries(headers)) {
    for (const value of typeof values === 'string' ? [values] : values) {
      xml += `<M:header name="${escapeAttribute(name)}">${escapeText(value)}</M:header>`;
    }
  }
  return xml;
}

function writeContent({ body, bodyOmitted }: MultistatusResponse): string {
  if (body !== undefined) return writeBody(body);
  return bodyOmitted === undefined ? '' : `<M:body omitted="${bodyOmitted}"/>`;
}

function writeBody({ encoding, text }: Body): string {
  // A body must come out as it went in: rather base64 than characters replaced.
  if (!isXmlText(text)) {
    return `<M:body encoding="base64">${toBase64(new TextEncoder().encode(text))}</M:body>`;
  }
  const attribute = encoding === 'json' ? '' : ` encoding="${encoding}"`;
  return `<M:body${attribute}>${escapeXmlText(text)}</M:body>`;
}
