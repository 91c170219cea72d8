// The same document made wholly with xmlbuilder2, the slow and plain way, to hold the written skeleton against.
import type { JsonValue, Multistatus, MultistatusResponse, Problem } from '@multistatus/document';
import { toStatusLine } from '@multistatus/document';
import { create } from 'xmlbuilder2';

const DAV = 'DAV:';
const EXTENSION = 'urn:multistatus:xml:1';
const PROBLEM = 'urn:ietf:rfc:7807';

type Builder = ReturnType<typeof create>;

/** What the document says of the place of each response; the rules of it have tests of their own. */
export interface Place {
  readonly href: string;
  readonly target: string | undefined;
}

export function buildXmlText(document: Multistatus, places: readonly Place[]): string {
  const root = create().ele(DAV, 'D:multistatus').att('http://www.w3.org/2000/xmlns/', 'xmlns:M', EXTENSION);
  document.responses.forEach((response, position) => {
    root.txt('\n');
    addResponse(root.ele(DAV, 'D:response'), { response, position, place: places[position]! });
  });
  if (document.summary !== undefined) {
    const summary = root.txt('\n').ele(EXTENSION, 'M:summary');
    for (const name of ['total', 'succeeded', 'failed', 'other'] as const) {
      summary.att(name, String(document.summary[name]));
    }
  }
  return `<?xml version="1.0" encoding="utf-8"?>\n${root.txt('\n').toString()}`;
}

interface Placed {
  readonly response: MultistatusResponse;
  readonly position: number;
  readonly place: Place;
}

function addResponse(element: Builder, { response, position, place }: Placed): void {
  const { id, index, status, problem, location, headers = {}, body, bodyOmitted } = response;
  if (id !== undefined) element.att(EXTENSION, 'M:id', forAttribute(id));
  if (id !== undefined || index !== undefined) element.att(EXTENSION, 'M:index', String(index ?? position));
  element.ele(DAV, 'D:href').txt(forText(place.href));
  element.ele(DAV, 'D:status').txt(toStatusLine(status));
  if (problem !== undefined) {
    addProblem(element.ele(DAV, 'D:error').ele(PROBLEM, 'problem'), problem);
    element.ele(DAV, 'D:responsedescription').txt(forText(problem.detail ?? problem.title));
  }
  if (location !== undefined)
    element
      .ele(DAV, 'D:location')
      .ele(DAV, 'D:href')
      .txt(forText(encodePath(location)));
  if (place.target !== undefined) element.ele(EXTENSION, 'M:target').txt(forText(place.target));
  for (const [name, values] of Object.entries(headers)) {
    for (const value of [values].flat()) {
      element.ele(EXTENSION, 'M:header').att('name', forAttribute(name)).txt(forText(value));
    }
  }
  if (body !== undefined) {
    const isCarried = toChars(body.text) === body.text;
    const encoding = isCarried ? body.encoding : 'base64';
    const content = element.ele(EXTENSION, 'M:body');
    if (encoding !== 'json') content.att('encoding', encoding);
    content.txt(forText(isCarried ? body.text : Buffer.from(body.text, 'utf8').toString('base64')));
  } else if (bodyOmitted !== undefined) {
    element.ele(EXTENSION, 'M:body').att('omitted', bodyOmitted);
  }
}

function addProblem(element: Builder, value: JsonValue | Problem | undefined): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object') element.txt(forText(String(value)));
  else if (Array.isArray(value)) for (const item of value) addProblem(element.ele(PROBLEM, 'i'), item);
  else {
    for (const [name, member] of Object.entries(value)) {
      if (isElementName(name)) addProblem(element.ele(PROBLEM, name), member as JsonValue);
    }
  }
}

/** Lets the library itself say whether it takes a name. */
function isElementName(name: string): boolean {
  if (name === '' || name.includes(':')) return false;
  try {
    return create().ele(PROBLEM, name).toString().startsWith(`<${name} `);
  } catch {
    return false;
  }
}

/** Code unit by code unit, as XML 1.0 section 2.2 reads: no regular expression shared with what is tested. */
export function toChars(text: string): string {
  let chars = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const isChar =
      code === 9 ||
      code === 10 ||
      code === 13 ||
      (code >= 0x20 && code < 0xd800) ||
      (code > 0xdfff && code !== 0xfffe && code !== 0xffff);
    chars += isChar ? character : '\ufffd';
  }
  return chars;
}

/** Percent-encodes by the rules of the language, which leave `#` (and, after an authority, nothing else) to us. */
export function encodePath(reference: string): string {
  const [authority = ''] = /^https:\/\/[^/]+/.exec(reference) ?? [];
  const pieces = Buffer.from(reference.slice(authority.length))
    .toString()
    .split(/(%[0-9a-f]{2})/i);
  return authority + pieces.map((piece, at) => (at % 2 === 1 ? piece : encodeURI(piece))).join('');
}

// xmlbuilder2 takes what looks like a reference for one, and writes CR, TAB and LF bare.
function forText(text: string): string {
  return toChars(text).replaceAll('&', '&amp;').replaceAll('\r', '&#13;');
}

function forAttribute(text: string): string {
  return forText(text).replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
}
