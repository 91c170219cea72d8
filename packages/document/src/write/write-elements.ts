import type { Element } from '../element.js';
import { splitName } from '../element-name.js';
import { escapeAttribute, escapeText } from './escape-xml.js';
import { writeInScope, type XmlElement } from './xml-scope.js';

// xmlbuilder2 drops the content of an XHTML `template`, and parses a namespace that begins like markup, JSON or YAML,
// or like one of its aliases. Any other namespace begins with the first letter of a URI scheme.
const SAFE_NAMESPACE = /^(?!http:\/\/www\.w3\.org\/1999\/xhtml$)[a-z]/i;

/** Writes elements one after another: {@link writeElements}, which is loaded with its library only where elements are written. */
export type WriteElements = (elements: readonly Element[]) => string;

/**
 * Writes elements one after another, each with the namespace declarations that it needs. Expects the prefixes `D` and
 * `M` to be bound by the surrounding element.
 *
 * @throws {TypeError} if an element or attribute has a name that XML does not allow.
 */
export function writeElements(elements: readonly Element[]): string {
  if (elements.length === 0) return '';
  return writeInScope((parent) => {
    for (const element of elements) appendElement(parent, element);
  });
}

function appendElement(parent: XmlElement, { name, attributes = {}, children = [] }: Element): void {
  const element = parent.ele(...toBuilderName(name));
  for (const [attribute, value] of Object.entries(attributes)) {
    element.att(...toBuilderName(attribute), escapeAttribute(value));
  }
  for (const child of children) {
    // xmlbuilder2 does not escape anything that looks like a reference, so text escaped here passes unchanged.
    if (typeof child === 'string') element.txt(escapeText(child));
    else appendElement(element, child);
  }
}

function toBuilderName(name: string): [namespace: string | null, local: string] {
  const parts = splitName(name);
  if (parts === undefined) {
    throw new TypeError(`${JSON.stringify(name)} is not a valid XML name; write local or {namespace}local`);
  }
  return [toBuilderNamespace(parts.namespace), parts.local];
}

function toBuilderNamespace(namespace: string | null): string | null {
  if (namespace === null || SAFE_NAMESPACE.test(namespace)) return namespace && escapeAttribute(namespace);
  const [first = ''] = namespace;
  return `&#${first.codePointAt(0)};${escapeAttribute(namespace.slice(first.length))}`;
}
