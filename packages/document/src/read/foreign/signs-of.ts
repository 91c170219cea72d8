import { isObject } from '@multistatus/wire';
import { type JsonNode, memberOf, membersOf } from '../json-node.js';
import {
  isDoneName,
  isFailureName,
  isStateName,
  meaningOfType,
  meaningOfWord,
  plainName,
  RESULT_NAMES,
  STATE_NAMES,
  STATUS_NAMES,
  SUCCESS_NAMES,
  TYPE_NAMES,
} from './outcome-words.js';

/** What one member of an object says about success or failure. */
export interface Sign {
  /**
   * - `success` and `failure`
   * - `nested`: the status is 207, so the result has results of its own
   * - `no-error`: a member for errors is empty
   * - `unclear`: a member that has to say it says something that is not known
   */
  readonly says: 'success' | 'failure' | 'nested' | 'no-error' | 'unclear';
  readonly member: JsonNode;
  /** The place of the sign in the order of {@link signsOf}. */
  readonly rank: 0 | 1 | 2;
  /** The status code, if the sign is one. */
  readonly code?: number;
  /** The number, if the sign is one and no status code: in a document, it counts outcomes. */
  readonly count?: number;
}

const CODE = /^(?:HTTP\/[\d.]+ )?([1-9]\d\d)(?: .*)?$/;
const NO_FAILURE = /^(?:|0|none|null|false|ok|success|no[ _-]?errors?)$/i;

/**
 * Returns what the members of an object say about success or failure, without those in it. This is the rule by which
 * outcomes of all other services are read. A status counts first, then a member that is true for a success, then a member
 * about errors that is not empty.
 */
export function signsOf(node: JsonNode): Sign[] {
  const isCalled = isAnswerOfCall(node);
  const signs = membersOf(node).flatMap(([name, member]) => {
    return isCalled && name === 'result' ? [] : (signOf(plainName(name), member) ?? []);
  });
  return signs.sort((one, other) => one.rank - other.rank);
}

/** Returns the status code that a value is: an integer of three digits, or a text such as `404` or `404 Not Found`. */
export function codeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return Number(CODE.exec(value)?.[1] ?? Number.NaN) || undefined;
  return Number.isInteger(value) && (value as number) >= 100 && (value as number) <= 999
    ? (value as number)
    : undefined;
}

/** Checks whether a value is empty: `null`, `false`, 0, or a text, array or object without content. */
export function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return NO_FAILURE.test(value.trim());
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) ? Object.keys(value).length === 0 : !value;
}

/** Checks whether an object is an answer of JSON-RPC 2.0: its `result` is content of any kind (section 5). */
export function isAnswerOfCall(node: JsonNode): boolean {
  return memberOf(node, 'jsonrpc').value === '2.0';
}

function signOf(plain: string, node: JsonNode): Sign | undefined {
  const { value } = node;
  if (STATUS_NAMES.has(plain)) return statusSign(node);
  if (SUCCESS_NAMES.has(plain)) return successSign(node);
  if (isFailureName(plain)) return failureSign(plain, node);
  if (RESULT_NAMES.has(plain) && value === null) return { says: 'unclear', member: node, rank: 1 };
  if (STATE_NAMES.has(plain)) return stateSign(plain, node);
  if (isDoneName(plain) && value === false) return { says: 'unclear', member: node, rank: 1 };
  if (TYPE_NAMES.has(plain)) return wordSign(node, meaningOfType);
  if (!isStateName(plain)) return undefined;
  const code = codeOf(value) ?? 0;
  if (code >= 400) return codeSign(code, node);
  const word = wordSign(node, meaningOfWord);
  return word?.says === 'failure' ? word : undefined;
}

function statusSign(node: JsonNode): Sign | undefined {
  const { value } = node;
  const code = codeOf(value);
  if (code !== undefined) return codeSign(code, node);
  if (typeof value === 'boolean') return { says: value ? 'success' : 'failure', member: node, rank: 1 };
  if (isObject(value)) return codeOfStatus(node) ?? { says: 'unclear', member: node, rank: 0 };
  const says = typeof value === 'string' ? meaningOfWord(value) : undefined;
  return { says: says ?? 'unclear', member: node, rank: 0 };
}

/** SCIM 1.1 and others write a status as an object: `{ "code": "404" }`. */
function codeOfStatus(node: JsonNode): Sign | undefined {
  const inner = ['code', 'statusCode', 'status'].map((name) => memberOf(node, name));
  const member = inner.find(({ value }) => codeOf(value) !== undefined);
  return member && codeSign(codeOf(member.value) ?? 0, member);
}

function codeSign(code: number, node: JsonNode): Sign {
  if (code === 207) return { says: 'nested', member: node, rank: 0, code };
  return { says: code >= 200 && code < 400 ? 'success' : 'failure', member: node, rank: 0, code };
}

/** A member such as `result` often says something else: an unknown word does not count. */
function stateSign(plain: string, node: JsonNode): Sign | undefined {
  const { value } = node;
  const code = plain.endsWith('code') ? codeOf(value) : undefined;
  if (code !== undefined) return codeSign(code, node);
  if (typeof value === 'string') return wordSign(node, meaningOfWord);
  if (typeof value === 'boolean') return { says: value ? 'success' : 'failure', member: node, rank: 1 };
  if (typeof value !== 'number' || (plain.endsWith('code') && value === 0)) return undefined;
  return { says: 'unclear', member: node, rank: 0 };
}

function wordSign(
  node: JsonNode,
  meaningOf: (word: string) => 'success' | 'failure' | undefined,
): Sign | undefined {
  const says = typeof node.value === 'string' ? meaningOf(node.value) : undefined;
  return says && { says, member: node, rank: 1 };
}

function successSign(node: JsonNode): Sign | undefined {
  const { value } = node;
  if (Array.isArray(value)) return undefined;
  if (typeof value === 'number') {
    return { says: value > 0 ? 'success' : 'failure', member: node, rank: 1, count: value };
  }
  if (value === null) return { says: 'unclear', member: node, rank: 1 };
  if (typeof value === 'string') {
    const isTrue = /^(?:1|y|yes)$/i.test(value) || meaningOfWord(value) === 'success';
    return { says: isTrue ? 'success' : 'failure', member: node, rank: 1 };
  }
  return { says: isEmpty(value) ? 'failure' : 'success', member: node, rank: 1 };
}

function failureSign(plain: string, node: JsonNode): Sign | undefined {
  const { value } = node;
  if (isDoubtful(plain, value)) return { says: 'unclear', member: node, rank: 2 };
  if (!isEmpty(value)) {
    const isCount = typeof value === 'number' && !plain.includes('code') && plain !== 'errno';
    return isCount
      ? { says: 'failure', member: node, rank: 2, count: value }
      : { says: 'failure', member: node, rank: 2 };
  }
  if (value === 0 && !plain.includes('code')) return { says: 'success', member: node, rank: 2, count: 0 };
  return { says: value === false ? 'success' : 'no-error', member: node, rank: 2 };
}

/**
 * Checks whether an error may be none: `"error_code": 200` is a success of Kafka and an error of Facebook, and
 * `"errorDetails": { "errorCode": "SUCCESS" }` contains nothing that says error.
 */
function isDoubtful(plain: string, value: unknown): boolean {
  if (isObject(value)) return !isEmpty(value) && Object.values(value).every(isEmpty);
  const code = plain.includes('code') ? codeOf(value) : undefined;
  return code !== undefined && code >= 200 && code < 300;
}
