import { PROBLEM } from '../namespaces.js';
import type { JsonValue, Problem } from '../problem.js';
import { toStatusLine } from '../status-line.js';
import { elementsOf, extension, textOf, type XmlNode } from './xml-node.js';

/** The name of the element of RFC 9457 appendix B. */
export const PROBLEM_NAME: string = `{${PROBLEM}}problem`;

const TYPE = extension('type');
const REASON = 'HTTP/1.1 000 '.length;

/**
 * Gives a problem from its XML form (RFC 9457 appendix B). A member has the JSON type that its attribute `M:type`
 * names. One without it, as other makers write, is an array if it holds `i` elements, an object if it holds others,
 * else a string; `status` is a number. What a problem lacks comes from `status`, that of the response.
 */
export function readXmlProblem(node: XmlNode, status: number): Problem {
  const members = readMembers(node);
  const { type, title, detail, ...others } = members;
  const code = Number(members['status'] ?? '');
  const isCode = Number.isInteger(code) && code >= 100 && code <= 599;
  return {
    ...others,
    type: typeof type === 'string' && type !== '' ? type : 'about:blank',
    title: typeof title === 'string' ? title : toStatusLine(status).slice(REASON),
    status: isCode ? code : status,
    ...(typeof detail === 'string' ? { detail } : undefined),
  };
}

function readMembers(node: XmlNode): Record<string, JsonValue> {
  return Object.fromEntries(elementsOf(node).map((member) => [localOf(member), readValue(member)]));
}

function readValue(node: XmlNode): JsonValue {
  const type = node.attributes?.[TYPE];
  if (type === 'null') return null;
  if (type === 'boolean') return textOf(node).trim() === 'true';
  if (type === 'number') return readNumber(textOf(node));
  const items = elementsOf(node);
  if (type === 'array') return items.map(readValue);
  if (type === 'object') return readMembers(node);
  if (items.length === 0) return textOf(node);
  return items.every((item) => localOf(item) === 'i') ? items.map(readValue) : readMembers(node);
}

/** What is no number after all stays text. */
function readNumber(text: string): JsonValue {
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? text : number;
}

function localOf({ name }: XmlNode): string {
  return name.slice(name.lastIndexOf('}') + 1);
}
