import { DocumentError, type DocumentRule, quote } from '../document-error.js';
import type { Element } from '../element.js';
import { DAV } from '../namespaces.js';
import { toElement } from './to-element.js';
import { dav, elementsOf, extension, ownTextOf, textOf, type XmlNode } from './xml-node.js';

/** The elements of RFC 4918 section 14 of which a 207 document is made. */
export const STRUCTURE: ReadonlySet<string> = new Set(
  'multistatus response propstat href status error location prop responsedescription'.split(' '),
);

// Of what is at most a slip of `DAV:`; a `response` of any other namespace is somebody's extension.
const ALMOST_DAV = /^\{dav:?\/*\}|^(?!\{)/i;

/** Gives an error that names the place of an element. */
export function faultIn(node: XmlNode, rule: DocumentRule, message: string): DocumentError {
  return new DocumentError(rule, message, node.place);
}

/**
 * Gives the child elements of an element that has no text, made of the `known` elements; others may stand beside
 * those (RFC 4918 section 17).
 *
 * @throws {DocumentError} where there is text, where an element that carries the outcome stands in a wrong place, or
 *   would be one if its namespace were `DAV:`.
 */
export function readStructure(node: XmlNode, known: ReadonlySet<string>): XmlNode[] {
  checkText(node, ownTextOf(node));
  const children = elementsOf(node);
  for (const child of children) checkChild(child, known);
  return children;
}

/** @throws {DocumentError} if text stands where only elements may. */
export function checkText(node: XmlNode, text: string): void {
  const stray = text.trim();
  if (stray === '') return;
  const rule = node.name === dav('error') ? 'X18' : 'X26';
  throw faultIn(node, rule, `${quote(node.name)} holds the text ${quote(stray)}`);
}

/** @throws {DocumentError} if a child means something that cannot be meant there: see {@link readStructure}. */
export function checkChild(child: XmlNode, known: ReadonlySet<string>): void {
  if (known.has(child.name)) return;
  const local = child.name.slice(child.name.lastIndexOf('}') + 1);
  if (!STRUCTURE.has(local)) return;
  if (child.name === dav(local)) throw faultIn(child, 'X24', `${local} has no meaning here`);
  if (ALMOST_DAV.test(child.name))
    throw faultIn(child, 'X2', `${quote(child.name)} is not of the namespace ${DAV}`);
}

/** Gives the text of an element that holds nothing else, without the white space around it. */
export function readToken(node: XmlNode): string {
  const [child] = elementsOf(node);
  if (child !== undefined)
    throw faultIn(child, 'X25', `${quote(node.name)} holds the element ${quote(child.name)}`);
  return ownTextOf(node).trim();
}

/** Gives the code of a status line; its reason phrase, and the space before that, may be missing. */
export function readStatusLine(node: XmlNode): number {
  const text = readToken(node);
  const [, code] = /^HTTP\/\d+(?:\.\d+)?\s+(\d{3})(?!\d)/i.exec(text) ?? [];
  if (code === undefined || code < '100') throw faultIn(node, 'X11', `${quote(text)} is no status line`);
  return Number(code);
}

/** Gives the texts of all of some elements for a user to read, a line each; `undefined` where there is none. */
export function readDescription(nodes: readonly XmlNode[]): string | undefined {
  return nodes.length === 0 ? undefined : nodes.map(textOf).join('\n');
}

/** Gives an href. */
export function readHref(node: XmlNode): string {
  const href = readToken(node);
  if (href === '') throw faultIn(node, 'X6', 'an href is empty');
  return href;
}

/**
 * Gives what a reader does not know as extensions: elements, and attributes as those of one empty element
 * `{urn:multistatus:xml:1}attributes`.
 */
export function readExtensions(
  attributes: Readonly<Record<string, string>>,
  elements: readonly XmlNode[],
): Element[] {
  const all = elements.map(toElement);
  return Object.keys(attributes).length === 0 ? all : [{ name: extension('attributes'), attributes }, ...all];
}
