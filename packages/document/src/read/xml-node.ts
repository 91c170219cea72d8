import type { DocumentPlace } from '../document-error.js';
import { DAV, EXTENSION } from '../namespaces.js';

/** An element as it was read, with its place. */
export interface XmlNode {
  /** Of the form `{namespace}local`; a name in no namespace stands alone. */
  readonly name: string;
  /** By name of the same form, without namespace declarations; `undefined` if there are none. */
  readonly attributes: Readonly<Record<string, string>> | undefined;
  /** Text and elements; no two texts side by side, and none that is empty. */
  readonly children: (string | XmlNode)[];
  /** Where its start tag begins. */
  readonly place: DocumentPlace;
}

/** Gives the name of an element of RFC 4918. */
export function dav(local: string): string {
  return `{${DAV}}${local}`;
}

/** Gives the name of what only this library writes. */
export function extension(local: string): string {
  return `{${EXTENSION}}${local}`;
}

/** Gives the child elements, or those of one name. */
export function elementsOf(node: XmlNode, name?: string): XmlNode[] {
  return node.children.filter(
    (child): child is XmlNode => typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

/** Gives the text of an element, without that of its child elements. */
export function ownTextOf({ children }: XmlNode): string {
  return children.filter((child) => typeof child === 'string').join('');
}

/** Gives all text of an element, at whatever depth. */
export function textOf({ children }: XmlNode): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}
