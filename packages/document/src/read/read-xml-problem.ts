import { PROBLEM } from '../namespaces.js';
import type { JsonValue, Problem } from '../problem.js';
import { reasonPhraseOf } from '../status-line.js';
import { elementsOf, extension, textContentOf, type XmlNode } from './xml-node.js';

/** The name of the `problem` element (RFC 9457 appendix B). */
export const PROBLEM_NAME: string = `{${PROBLEM}}problem`;

const TYPE = extension('type');

/**
 * Reads a problem from its XML form (RFC 9457 appendix B). The attribute `M:type` of a member names its JSON type. A
 * member without it, as other producers write, is an array if it contains only `i` elements, an object if it contains
 * others, and otherwise a string; `status` is a number. A missing title or status is taken from `status`, that of the
 * response; a missing type is `about:blank`.
 */
export function readXmlProblem(node: XmlNode, status: number): Problem {
  const members = readMembers(node);
  const { type, title, detail, ...others } = members;
  const code = Number(members['status'] ?? '');
  const isCode = Number.isInteger(code) && code >= 100 && code <= 599;
  return {
    ...others,
    type: typeof type === 'string' && type !== '' ? type : 'about:blank',
    title: typeof title === 'string' ? title : reasonPhraseOf(status),
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
  if (type === 'boolean') return textContentOf(node).trim() === 'true';
  if (type === 'number') return readNumber(textContentOf(node));
  const items = elementsOf(node);
  if (type === 'array') return items.map(readValue);
  if (type === 'object') return readMembers(node);
  if (items.length === 0) return textContentOf(node);
  return items.every((item) => localOf(item) === 'i') ? items.map(readValue) : readMembers(node);
}

/** Text that is not a number stays text. */
function readNumber(text: string): JsonValue {
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? text : number;
}

function localOf({ name }: XmlNode): string {
  return name.slice(name.lastIndexOf('}') + 1);
}
