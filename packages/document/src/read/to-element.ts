import type { Element } from '../element.js';
import type { XmlNode } from './xml-node.js';

const LANG = '{http://www.w3.org/XML/1998/namespace}lang';

/** Converts a parsed element to the model, with all its text and child elements. */
export function toElement({ name, attributes, children }: XmlNode): Element {
  return {
    name,
    ...(attributes === undefined ? undefined : { attributes }),
    ...(children.length === 0
      ? undefined
      : { children: children.map((child) => (typeof child === 'string' ? child : toElement(child))) }),
  };
}

/**
 * Converts a parsed element to the model, and adds the inherited `xml:lang` if it has none of its own, because a
 * property keeps its language (RFC 4918 section 4.3). `outer` are its ancestors, from the inside out.
 */
export function toElementInScope(node: XmlNode, outer: readonly XmlNode[]): Element {
  const element = toElement(node);
  const lang = [node, ...outer]
    .map(({ attributes }) => attributes?.[LANG])
    .find((value) => value !== undefined);
  if (lang === undefined) return element;
  return { ...element, attributes: { ...element.attributes, [LANG]: lang } };
}
