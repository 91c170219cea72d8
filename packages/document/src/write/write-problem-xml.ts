import { create } from 'xmlbuilder2';
import { isLocalName } from '../element-name.js';
import { EXTENSION, PROBLEM, XMLNS } from '../namespaces.js';
import type { JsonValue, Problem } from '../problem.js';
import { escapeText } from './escape-xml.js';
import { writeInScope, type XmlElement } from './xml-scope.js';

type JsonObject = { readonly [name: string]: JsonValue | undefined };

/**
 * Writes a problem as a `problem` element (RFC 9457 appendix B). Expects the prefix `M` to be bound by the surrounding
 * element.
 *
 * A member becomes a child element, an array a sequence of `i` elements. A value that is not a string has its JSON type
 * in the attribute `M:type`, so that a reader can restore it; `status` needs none, as it is always a number. A member
 * is omitted if its name is not a valid element name.
 */
export function writeProblemXml(problem: Problem): string {
  return writeInScope((parent) => {
    appendProblem(parent, problem);
  });
}

/** Writes a problem as a root element: like {@link writeProblemXml}, with the namespace declarations that it needs. */
export function writeProblemRoot(problem: Problem): string {
  const element = appendProblem(create(), problem);
  if (writableMembers(problem).some(([name, value]) => isTyped(name, value))) {
    element.att(XMLNS, 'xmlns:M', EXTENSION);
  }
  return element.toString();
}

function appendProblem(parent: XmlElement, problem: Problem): XmlElement {
  const element = parent.ele(PROBLEM, 'problem');
  for (const [name, value] of writableMembers(problem)) {
    const child = element.ele(PROBLEM, name);
    if (isTyped(name, value)) appendTyped(child, value);
    else appendContent(child, value);
  }
  return element;
}

function isTyped(name: string, value: JsonValue): boolean {
  return typeof value !== 'string' && name !== 'status';
}

function appendTyped(element: XmlElement, member: JsonValue): void {
  // JSON.stringify also turns numbers that are not finite into null.
  const value = typeof member === 'number' && !Number.isFinite(member) ? null : member;
  const type = typeOf(value);
  if (type !== 'string') element.att(EXTENSION, 'M:type', type);
  appendContent(element, value);
}

function appendContent(element: XmlElement, value: JsonValue): void {
  if (value === null) return;
  if (typeof value !== 'object') {
    // xmlbuilder2 does not escape anything that looks like a reference, so text escaped here passes unchanged.
    element.txt(escapeText(String(value)));
  } else if (isArray(value)) {
    for (const item of value) appendTyped(element.ele(PROBLEM, 'i'), item);
  } else {
    for (const [name, member] of writableMembers(value)) appendTyped(element.ele(PROBLEM, name), member);
  }
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
