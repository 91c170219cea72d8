import { escapePointerToken } from '@multistatus/wire';
import { DocumentError, type DocumentRule } from '../document-error.js';

/** A value of a parsed JSON document, with the way to it. */
export interface JsonNode {
  /** `undefined` where the member is absent. */
  readonly value: unknown;
  /** `undefined` for the root. */
  readonly parent?: JsonNode | undefined;
  /** Its name or index in the parent. */
  readonly step?: string | number | undefined;
  /** Of a root that is one line of a text: the number of that line. */
  readonly line?: number | undefined;
}

/** Gives a member of an object, an own one; of anything else there is none. */
export function memberOf(parent: JsonNode, name: string): JsonNode {
  const { value } = parent;
  const isThere = isObject(value) && Object.hasOwn(value, name);
  return { value: isThere ? value[name] : undefined, parent, step: name };
}

/** Gives the members of an object. */
export function membersOf(node: JsonNode): [name: string, member: JsonNode][] {
  if (!isObject(node.value)) throw faultAt(node, 'shape', 'must be an object');
  return Object.keys(node.value).map((name) => [name, memberOf(node, name)]);
}

/** Gives the items of an array. */
export function itemsOf(node: JsonNode): JsonNode[] {
  if (!Array.isArray(node.value)) throw faultAt(node, 'shape', 'must be an array');
  return node.value.map((value: unknown, step) => ({ value, parent: node, step }));
}

/** Gives what `read` makes of a member, or `undefined` where there is none; `null` counts as none. */
export function optional<T>(node: JsonNode, read: (node: JsonNode) => T): T | undefined {
  return node.value === undefined || node.value === null ? undefined : read(node);
}

/** Gives a string. */
export function stringOf(node: JsonNode): string {
  if (typeof node.value !== 'string') throw faultAt(node, 'shape', 'must be a string');
  return node.value;
}

/** Gives an integer from 0 up. */
export function wholeNumberOf(node: JsonNode): number {
  if (!Number.isSafeInteger(node.value) || (node.value as number) < 0) {
    throw faultAt(node, 'shape', 'must be an integer from 0 up');
  }
  return node.value as number;
}

/** Gives an error that names the place of a value: by its line where lines are documents of their own. */
export function faultAt(node: JsonNode, rule: DocumentRule, message: string): DocumentError {
  const pointer = pointerOf(node);
  const { line } = rootOf(node);
  const name = line === undefined ? 'the document' : 'the line';
  const place = line === undefined ? { pointer } : { line, column: 1 };
  return new DocumentError(rule, `${pointer === '' ? name : pointer} ${message}`, place);
}

/** Tells whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rootOf(node: JsonNode): JsonNode {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** By RFC 6901; made only where it is needed, as there are as many nodes as there are values. */
function pointerOf({ parent, step = '' }: JsonNode): string {
  if (parent === undefined) return '';
  return `${pointerOf(parent)}/${escapePointerToken(String(step))}`;
}
