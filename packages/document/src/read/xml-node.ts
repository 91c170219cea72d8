import type { DocumentPlace } from '../document-error.js';
import { DAV, EXTENSION } from '../namespaces.js';

/** A parsed element, with its place in the text. */
export interface XmlNode {
  /** `{namespace}local`, or only the local name if there is no namespace. */
  readonly name: string;
  /** Attribute values by name in the same form, without namespace declarations; `undefined` if there are none. */
  readonly attributes: Readonly<Record<string, string>> | undefined;
  /** Text and elements. No text is empty, and no two texts are adjacent. */
  readonly children: (string | XmlNode)[];
  /** The start of its start tag. */
  readonly place: DocumentPlace;
}

/** Returns a name in the namespace `DAV:`, in the form `{namespace}local`. */
export function dav(local: string): string {
  return `{${DAV}}${local}`;
}

/** Returns a name in the namespace of this library, in the form `{namespace}local`. */
export function extension(local: string): string {
  return `{${EXTENSION}}${local}`;
}

/** Returns the child elements, or only those with the given `{namespace}local` name. */
export function elementsOf(node: XmlNode, name?: string): XmlNode[] {
  return node.children.filter(
    (child): child is XmlNode => typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

/** Returns the text of an element without that of its child elements. */
export function ownTextOf({ children }: XmlNode): string {
  return children.filter((child) => typeof child === 'string').join('');
}

/** Returns the text of an element including that of all its descendants. */
export function textContentOf({ children }: XmlNode): string {
  return children.map((child) => (typeof child === 'string' ? child : textContentOf(child))).join('');
}
