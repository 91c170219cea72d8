import { escapePointerToken, isObject } from '@multistatus/wire';
import { DocumentError, type DocumentRule } from '../document-error.js';
import { isMilliseconds } from '../is-milliseconds.js';

/** A value of a parsed JSON document that knows its parent, so that errors can name its JSON Pointer. */
export interface JsonNode {
  /** `undefined` if the member is absent. */
  readonly value: unknown;
  /** `undefined` for the root. */
  readonly parent?: JsonNode | undefined;
  /** The name or index in the parent. */
  readonly step?: string | number | undefined;
  /** The line number, if this is the root of one NDJSON line. */
  readonly line?: number | undefined;
}

/** Returns an own member of an object. Its value is `undefined` if there is none, or if `parent` is not an object. */
export function memberOf(parent: JsonNode, name: string): JsonNode {
  const { value } = parent;
  const isThere = isObject(value) && Object.hasOwn(value, name);
  return { value: isThere ? value[name] : undefined, parent, step: name };
}

/** @throws {DocumentError} of rule `shape` if the value is not an object. */
export function membersOf(node: JsonNode): [name: string, member: JsonNode][] {
  if (!isObject(node.value)) throw errorAt(node, 'shape', 'must be an object');
  return Object.keys(node.value).map((name) => [name, memberOf(node, name)]);
}

/** @throws {DocumentError} of rule `shape` if the value is not an array. */
export function itemsOf(node: JsonNode): JsonNode[] {
  if (!Array.isArray(node.value)) throw errorAt(node, 'shape', 'must be an array');
  return node.value.map((value: unknown, step) => ({ value, parent: node, step }));
}

/** Applies `read` to a member; returns `undefined` if the member is absent or `null`. */
export function optional<T>(node: JsonNode, read: (node: JsonNode) => T): T | undefined {
  return node.value === undefined || node.value === null ? undefined : read(node);
}

/** @throws {DocumentError} of rule `shape` if the value is not a string. */
export function stringOf(node: JsonNode): string {
  if (typeof node.value !== 'string') throw errorAt(node, 'shape', 'must be a string');
  return node.value;
}

/** @throws {DocumentError} of rule `shape` if the value is not a non-negative safe integer. */
export function wholeNumberOf(node: JsonNode): number {
  if (!Number.isSafeInteger(node.value) || (node.value as number) < 0) {
    throw errorAt(node, 'shape', 'must be an integer >= 0');
  }
  return node.value as number;
}

/** @throws {DocumentError} of rule `shape` if the value is not a finite number of milliseconds, 0 or more. */
export function millisecondsOf(node: JsonNode): number {
  if (!isMilliseconds(node.value)) throw errorAt(node, 'shape', 'must be a number of milliseconds >= 0');
  return node.value;
}

/** Returns an error that names the place of a value: the line in NDJSON, otherwise the JSON Pointer. */
export function errorAt(node: JsonNode, rule: DocumentRule, message: string): DocumentError {
  const pointer = pointerOf(node);
  const { line } = rootOf(node);
  const name = line === undefined ? 'the document' : 'the line';
  const place = line === undefined ? { pointer } : { line, column: 1 };
  return new DocumentError(rule, `${pointer === '' ? name : pointer} ${message}`, place);
}

function rootOf(node: JsonNode): JsonNode {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** Built only for errors, because there is a node for every value (RFC 6901). Does not recurse: bodies nest deeply. */
function pointerOf(node: JsonNode): string {
  const tokens: string[] = [];
  for (let { parent, step = '' } = node; parent !== undefined; { parent, step = '' } = parent) {
    tokens.push(escapePointerToken(String(step)));
  }
  return tokens
    .reverse()
    .map((token) => `/${token}`)
    .join('');
}
