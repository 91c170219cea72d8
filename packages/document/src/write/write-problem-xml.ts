import { create } from 'xmlbuilder2';
import { isLocalName } from '../element-name.js';
import { EXTENSION, PROBLEM, XMLNS } from '../namespaces.js';
import type { JsonValue, Problem } from '../problem.js';
import { escapeText } from './escape-xml.js';
import { writeInScope, type XmlElement } from './xml-scope.js';

type JsonObject = { readonly [name: string]: JsonValue | undefined };

/**
 * Writes a problem as a `problem` element (RFC 9457 appendix B), to stand where the prefix `M` is bound.
 *
 * A member becomes a child element, an array a row of `i` elements. What is no string has its JSON type in the
 * attribute `M:type`, from which a reader makes the same value again; of `status` everybody knows it. A member whose
 * name no element can have is left out.
 */
export function writeProblemXml(problem: Problem): string {
  return writeInScope((parent) => {
    appendProblem(parent, problem);
  });
}

/** Writes a problem as an element that stands alone: {@link writeProblemXml} with the declarations that it needs. */
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
  // As JSON.stringify has it, which knows no other numbers.
  const value = typeof member === 'number' && !Number.isFinite(member) ? null : member;
  const type = typeOf(value);
  if (type !== 'string') element.att(EXTENSION, 'M:type', type);
  appendContent(element, value);
}

function appendContent(element: XmlElement, value: JsonValue): void {
  if (value === null) return;
  if (typeof value !== 'object') {
    // xmlbuilder2 leaves whatever looks like a reference as it stands: text that is escaped already passes whole.
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
