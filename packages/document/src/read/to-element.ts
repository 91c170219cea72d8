import type { Element } from '../element.js';
import type { XmlNode } from './xml-node.js';

const LANG = '{http://www.w3.org/XML/1998/namespace}lang';

/** Gives an element as the model has it: all its text and elements, without their places. */
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
 * Gives an element with the language that is in scope where it stands, if it names none itself: a property keeps it
 * (RFC 4918 section 4.3). `outer` are the elements around it, from the inside.
 */
export function toElementInScope(node: XmlNode, outer: readonly XmlNode[]): Element {
  const element = toElement(node);
  const lang = [node, ...outer]
    .map(({ attributes }) => attributes?.[LANG])
    .find((value) => value !== undefined);
  if (lang === undefined) return element;
  return { ...element, attributes: { ...element.attributes, [LANG]: lang } };
}
