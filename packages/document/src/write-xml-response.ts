import { escapeAttribute, escapeText } from './escape-xml.js';
import type { Body, HeaderMap, MultistatusResponse } from './multistatus.js';
import type { PlacedResponse } from './place-responses.js';
import type { Problem } from './problem.js';
import { toStatusLine } from './status-line.js';
import { toBase64 } from './to-base64.js';
import { toHref } from './to-href.js';
import { writeProblemXml } from './write-problem-xml.js';
import { isXmlText } from './xml-char.js';

/**
 * Writes one `D:response` on one line (RFC 4918 section 14.24): elements in the order of the DTD, then extensions.
 *
 * Expects the prefixes `D` and `M` to be bound by the element around it.
 */
export function writeXmlResponse({ response, index, href, target }: PlacedResponse): string {
  const { id, status, headers, problem, location } = response;
  let xml = '<D:response';
  if (id !== undefined) xml += ` M:id="${escapeAttribute(id)}"`;
  if (id !== undefined || response.index !== undefined) xml += ` M:index="${index}"`;
  xml += `><D:href>${escapeText(href)}</D:href><D:status>${toStatusLine(status)}</D:status>`;
  if (problem !== undefined) xml += writeProblem(problem);
  if (location !== undefined) {
    xml += `<D:location><D:href>${escapeText(toHref(location))}</D:href></D:location>`;
  }
  if (target !== undefined) xml += `<M:target>${escapeText(target)}</M:target>`;
  if (headers !== undefined) xml += writeHeaders(headers);
  return `${xml}${writeContent(response)}</D:response>`;
}

function writeProblem(problem: Problem): string {
  const description = escapeText(problem.detail ?? problem.title);
  return `<D:error>${writeProblemXml(problem)}</D:error><D:responsedescription>${description}</D:responsedescription>`;
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
  if (!isXmlText(text)) return `<M:body encoding="base64">${toBase64(text)}</M:body>`;
  const attribute = encoding === 'json' ? '' : ` encoding="${encoding}"`;
  return `<M:body${attribute}>${escapeText(text)}</M:body>`;
}
