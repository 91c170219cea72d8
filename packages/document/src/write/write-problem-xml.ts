import { isLocalName } from '../element-name.js';
import { EXTENSION, PROBLEM } from '../namespaces.js';
import type { JsonValue, Problem } from '../problem.js';
import { escapeText } from './escape-xml.js';

type JsonObject = { readonly [name: string]: JsonValue | undefined };

/**
 * Writes a problem as a `problem` element (RFC 9457 appendix B). Expects the prefix `M` to be bound by the surrounding
 * element.
 *
 * A member becomes a child element, an array a sequence of `i` elements. A value that is not a string has its JSON type
 * in the attribute `M:type`, so that a reader can restore it; `status` needs none, as it is always a number. A member
 * is omitted if its name is not a valid element name.
 *
 * Written by hand: a batch that was stopped has a problem for each operation, and xmlbuilder2 takes ten times as long.
 */
export function writeProblemXml(problem: Problem): string {
  return writeProblem(problem, '');
}

/** Writes a problem as a root element: like {@link writeProblemXml}, with the namespace declarations that it needs. */
export function writeProblemRoot(problem: Problem): string {
  const isExtended = writableMembers(problem).some(([name, value]) => isTyped(name, value));
  return writeProblem(problem, isExtended ? ` xmlns:M="${EXTENSION}"` : '');
}

function writeProblem(problem: Problem, declaration: string): string {
  let content = '';
  for (const [name, value] of writableMembers(problem)) {
    content += isTyped(name, value) ? writeTyped(name, value) : writeElement(name, '', toContent(value));
  }
  return writeElement('problem', ` xmlns="${PROBLEM}"${declaration}`, content);
}

function isTyped(name: string, value: JsonValue): boolean {
  return typeof value !== 'string' && name !== 'status';
}

function writeTyped(name: string, member: JsonValue): string {
  // JSON.stringify also turns numbers that are not finite into null.
  const value = typeof member === 'number' && !Number.isFinite(member) ? null : member;
  const type = typeOf(value);
  return writeElement(name, type === 'string' ? '' : ` M:type="${type}"`, toContent(value));
}

/** `content` is `undefined` for an element that has none; the empty string is a text. */
function writeElement(name: string, attributes: string, content: string | undefined): string {
  return content === undefined ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

function toContent(value: JsonValue): string | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'object') return escapeText(String(value));
  const elements = isArray(value)
    ? value.map((item) => writeTyped('i', item))
    : writableMembers(value).map(([name, member]) => writeTyped(name, member));
  return elements.length === 0 ? undefined : elements.join('');
}

function writableMembers(members: JsonObject): [string, JsonValue][] {
  return Object.entries(members).filter(
    (member): member is [string, JsonValue] => member[1] !== undefined && isLocalName(member[0]),
  );
}

function typeOf(value: JsonValue): 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object' {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value as 'string' | 'number' | 'boolean';
  return isArray(value) ? 'array' : 'object';
}

function isArray(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
