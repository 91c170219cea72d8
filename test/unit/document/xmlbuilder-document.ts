// The same document made wholly with xmlbuilder2, the slow and plain way, to hold the written skeleton against.
import type {
  Element,
  HeaderMap,
  JsonValue,
  Multistatus,
  MultistatusResponse,
  Problem,
} from '@multistatus/document';
import { toStatusLine } from '@multistatus/document';
import { create } from 'xmlbuilder2';

const DAV = 'DAV:';
const EXTENSION = 'urn:multistatus:xml:1';
const PROBLEM = 'urn:ietf:rfc:7807';

type Builder = ReturnType<typeof create>;

/** What the document says of the place of each response; the rules of it have tests of their own. */
export interface Place {
  readonly hrefs: readonly string[];
  readonly targets: readonly string[];
}

export function buildXmlText(document: Multistatus, places: readonly Place[]): string {
  const root = create().ele(DAV, 'D:multistatus').att('http://www.w3.org/2000/xmlns/', 'xmlns:M', EXTENSION);
  document.responses.forEach((response, position) => {
    root.txt('\n');
    addResponse(root.ele(DAV, 'D:response'), { response, position, place: places[position]! });
  });
  const { description, syncToken, extensions = [] } = document;
  if (description !== undefined) root.txt('\n').ele(DAV, 'D:responsedescription').txt(forText(description));
  if (syncToken !== undefined) root.txt('\n').ele(DAV, 'D:sync-token').txt(forText(syncToken));
  if (extensions.length > 0) addElements(root.txt('\n'), extensions);
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
  const { id, index, status, propstats = [], location, headers = {}, timing, extensions = [] } = response;
  if (id !== undefined) element.att(EXTENSION, 'M:id', forAttribute(id));
  if (id !== undefined || index !== undefined) element.att(EXTENSION, 'M:index', String(index ?? position));
  for (const href of place.hrefs) element.ele(DAV, 'D:href').txt(forText(href));
  if (status !== undefined)
    element.ele(DAV, 'D:status').txt(forText(toStatusLine(status, response.reasonPhrase)));
  for (const propstat of propstats) {
    const child = element.ele(DAV, 'D:propstat');
    addElements(child.ele(DAV, 'D:prop'), propstat.properties);
    child.ele(DAV, 'D:status').txt(forText(toStatusLine(propstat.status, propstat.reasonPhrase)));
    addReason(child, propstat);
  }
  addReason(element, response);
  if (location !== undefined)
    element
      .ele(DAV, 'D:location')
      .ele(DAV, 'D:href')
      .txt(forText(encodePath(location)));
  for (const target of place.targets) element.ele(EXTENSION, 'M:target').txt(forText(target));
  addFields(element, 'M:header', headers);
  addContent(element, response);
  addFields(element, 'M:trailer', response.trailers ?? {});
  if (timing !== undefined) {
    const { startMs, durationMs } = timing;
    element.ele(EXTENSION, 'M:timing').att('start', String(startMs)).att('duration', String(durationMs));
  }
  addElements(element, extensions);
}

function addFields(element: Builder, name: string, fields: HeaderMap): void {
  for (const [field, values] of Object.entries(fields)) {
    for (const value of [values].flat()) {
      element.ele(EXTENSION, name).att('name', forAttribute(field)).txt(forText(value));
    }
  }
}

interface Reason {
  readonly problem?: Problem | undefined;
  readonly error?: readonly Element[] | undefined;
  readonly description?: string | undefined;
}

function addReason(element: Builder, { problem, error = [], description }: Reason): void {
  if (problem !== undefined || error.length > 0) {
    const child = element.ele(DAV, 'D:error');
    if (problem !== undefined) addProblem(child.ele(PROBLEM, 'problem'), problem, ['status']);
    addElements(child, error);
  }
  const text = description ?? problem?.detail ?? problem?.title;
  if (text !== undefined) element.ele(DAV, 'D:responsedescription').txt(forText(text));
}

/** With namespaces that xmlbuilder2 takes as they are. */
function addElements(parent: Builder, elements: readonly Element[]): void {
  for (const { name, attributes = {}, children = [] } of elements) {
    const element = parent.ele(...splitName(name));
    for (const [attribute, value] of Object.entries(attributes)) {
      element.att(...splitName(attribute), forAttribute(value));
    }
    for (const child of children) {
      if (typeof child === 'string') element.txt(forText(child));
      else addElements(element, [child]);
    }
  }
}

function splitName(name: string): [namespace: string | null, local: string] {
  const [, namespace = null, local = ''] = /^(?:\{(.*)\})?([^}]*)$/.exec(name)!;
  return [namespace, local];
}

function addContent(element: Builder, { body, bodyOmitted }: MultistatusResponse): void {
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

function addProblem(element: Builder, value: JsonValue | Problem, untyped: readonly string[] = []): void {
  if (value === null) return;
  if (typeof value !== 'object') element.txt(forText(String(value)));
  else if (Array.isArray(value)) for (const item of value) addMember(element.ele(PROBLEM, 'i'), item);
  else {
    for (const [name, member] of Object.entries(value)) {
      if (!isElementName(name)) continue;
      if (untyped.includes(name)) addProblem(element.ele(PROBLEM, name), member as JsonValue);
      else addMember(element.ele(PROBLEM, name), member as JsonValue);
    }
  }
}

function addMember(element: Builder, value: JsonValue): void {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (type !== 'string') element.att(EXTENSION, 'M:type', type);
  addProblem(element, value);
}

/** Lets the library itself say whether it takes a name. */
export function isElementName(name: string): boolean {
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
