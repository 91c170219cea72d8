import { DocumentError, type DocumentRule, quote } from '../document-error.js';
import type { Element } from '../element.js';
import { DAV } from '../namespaces.js';
import { keepReasonPhrase } from '../status-line.js';
import { toElement } from './to-element.js';
import { dav, elementsOf, extension, ownTextOf, textContentOf, type XmlNode } from './xml-node.js';

/** The elements of RFC 4918 section 14 that make up a 207 document. */
export const STRUCTURE: ReadonlySet<string> = new Set(
  'multistatus response propstat href status error location prop responsedescription'.split(' '),
);

// Names in no namespace, or in one that looks like a typo of `DAV:`. A `response` in any other namespace is an
// extension.
const ALMOST_DAV = /^\{dav:?\/*\}|^(?!\{)/i;

/** Returns an error that names the place of an element. */
export function errorIn(node: XmlNode, rule: DocumentRule, message: string): DocumentError {
  return new DocumentError(rule, message, node.place);
}

/**
 * Returns the child elements of an element whose content is defined: the `known` elements. Elements with other names
 * are allowed as extensions (RFC 4918 section 17).
 *
 * @throws {DocumentError} if there is text, if an element of RFC 4918 is in a wrong place, or if one is in a namespace
 *   that looks like a typo of `DAV:`.
 */
export function readStructure(node: XmlNode, known: ReadonlySet<string>): XmlNode[] {
  checkText(node, ownTextOf(node));
  const children = elementsOf(node);
  for (const child of children) checkChild(child, known);
  return children;
}

/** @throws {DocumentError} if text other than white space occurs where only elements are allowed. */
export function checkText(node: XmlNode, text: string): void {
  const stray = text.trim();
  if (stray === '') return;
  const rule = node.name === dav('error') ? 'X18' : 'X26';
  throw errorIn(node, rule, `${quote(node.name)} contains the text ${quote(stray)}`);
}

/** @throws {DocumentError} if a child is in a wrong place or namespace: see {@link readStructure}. */
export function checkChild(child: XmlNode, known: ReadonlySet<string>): void {
  if (known.has(child.name)) return;
  const local = child.name.slice(child.name.lastIndexOf('}') + 1);
  if (!STRUCTURE.has(local)) return;
  if (child.name === dav(local)) throw errorIn(child, 'X24', `${local} has no meaning here`);
  if (ALMOST_DAV.test(child.name))
    throw errorIn(child, 'X2', `${quote(child.name)} is not in the namespace ${DAV}`);
}

/** Returns the trimmed text of an element. @throws {DocumentError} of rule X25 if it has child elements. */
export function readToken(node: XmlNode): string {
  const [child] = elementsOf(node);
  if (child !== undefined)
    throw errorIn(child, 'X25', `${quote(node.name)} contains the element ${quote(child.name)}`);
  return trimXml(ownTextOf(node));
}

/** A status, with the members that the model has for it. */
export interface StatusLine {
  readonly status: number;
  readonly reasonPhrase: string | undefined;
}

/** Returns the content of a status line. The reason phrase and the space before it may be missing. */
export function readStatusLine(node: XmlNode): StatusLine {
  const text = readToken(node);
  const [, code, phrase = ''] = /^HTTP\/\d+(?:\.\d+)?\s+(\d{3})(?!\d)(.*)$/is.exec(text) ?? [];
  if (code === undefined || code < '100') throw errorIn(node, 'X11', `${quote(text)} is not a status line`);
  const status = Number(code);
  return { status, reasonPhrase: keepReasonPhrase(status, phrase) };
}

/**
 * Joins the texts of `responsedescription` elements, one per line; `undefined` if there are no elements. The white
 * space around a text is that of the layout of the document, and is not part of it.
 */
export function readDescription(nodes: readonly XmlNode[]): string | undefined {
  return nodes.length === 0 ? undefined : nodes.map((node) => trimXml(textContentOf(node))).join('\n');
}

/** Removes what XML calls white space (XML 1.0 section 2.3) from both ends. A no-break space, for one, is text. */
export function trimXml(text: string): string {
  let start = 0;
  let end = text.length;
  // A regular expression would take quadratic time for white space inside the text.
  while (start < end && isXmlSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isXmlSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isXmlSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** @throws {DocumentError} of rule X6 if the href is empty, X25 if it contains an element. */
export function readHref(node: XmlNode): string {
  const href = readToken(node);
  if (href === '') throw errorIn(node, 'X6', 'an href is empty');
  return href;
}

/**
 * Returns unknown elements and attributes as extensions. The attributes become those of one empty element
 * `{urn:multistatus:xml:1}attributes`.
 */
export function readExtensions(
  attributes: Readonly<Record<string, string>>,
  elements: readonly XmlNode[],
): Element[] {
  const all = elements.map(toElement);
  return Object.keys(attributes).length === 0 ? all : [{ name: extension('attributes'), attributes }, ...all];
}
