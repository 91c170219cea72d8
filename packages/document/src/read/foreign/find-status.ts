import { isObject } from '@multistatus/wire';
import { errorAt, type JsonNode, membersOf } from '../json-node.js';
import { CONTENT_NAMES, ERROR_WORD_NAMES, plainName, STATUS_NAMES, statusOfWord } from './outcome-words.js';
import { codeOf } from './signs-of.js';

// Errors are nested: in tRPC with superjson, the status is error.json.data.httpStatus.
const MAX_DEPTH = 4;

/**
 * Returns the status of a failure that has no status code of its own: a status code in one of its `errors`, otherwise the
 * one that comes closest to a word there or in the failure, such as `NOT_FOUND`; `undefined` if there is none.
 *
 * @throws {DocumentError} of rule `shape` if the status code in an error is not that of a failure.
 */
export function findStatus(node: JsonNode, errors: readonly JsonNode[]): number | undefined {
  for (const error of errors) {
    const code = codeIn(error, 0);
    if (code === undefined) continue;
    if (code < 400) throw errorAt(error, 'shape', 'has a status below 400');
    return code;
  }
  for (const error of [...errors, node]) {
    const status = wordStatusIn(error, 0);
    if (status !== undefined) return status;
  }
  return undefined;
}

function codeIn(node: JsonNode, depth: number): number | undefined {
  for (const [plain, member] of innerMembers(node)) {
    const code = STATUS_NAMES.has(plain) || plain.endsWith('code') ? codeOf(member.value) : undefined;
    if (code !== undefined) return code;
  }
  return depth < MAX_DEPTH ? firstOf(node, (member) => codeIn(member, depth + 1)) : undefined;
}

function wordStatusIn(node: JsonNode, depth: number): number | undefined {
  // A sentence is not a code.
  if (typeof node.value === 'string') return /^\S+$/.test(node.value) ? statusOfWord(node.value) : undefined;
  for (const [plain, { value }] of innerMembers(node)) {
    const status = ERROR_WORD_NAMES.has(plain) && typeof value === 'string' ? statusOfWord(value) : undefined;
    if (status !== undefined) return status;
  }
  return depth < MAX_DEPTH ? firstOf(node, (member) => wordStatusIn(member, depth + 1)) : undefined;
}

function firstOf(node: JsonNode, find: (member: JsonNode) => number | undefined): number | undefined {
  for (const [plain, member] of innerMembers(node)) {
    const isInner = isObject(member.value) || Array.isArray(member.value);
    const found = isInner && !CONTENT_NAMES.has(plain) ? find(member) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function innerMembers(node: JsonNode): (readonly [plain: string, member: JsonNode])[] {
  const { value } = node;
  if (Array.isArray(value)) {
    return value.slice(0, 1).map((item: unknown) => ['', { value: item, parent: node, step: 0 }] as const);
  }
  return isObject(value) ? membersOf(node).map(([name, member]) => [plainName(name), member] as const) : [];
}
