import { isObject } from '@multistatus/wire';
import { errorAt, type JsonNode, memberOf, membersOf } from '../json-node.js';
import { findStatus } from './find-status.js';
import { isContent, refuseFailureIn } from './refuse-failure.js';
import { isAnswerOfCall, isEmpty, type Sign, signsOf } from './signs-of.js';

/** Whether one outcome is a success or a failure, and how the document says so. */
export interface Verdict {
  /** `silent` if the outcome does not say: the rest of the document may. */
  readonly says: 'success' | 'failure' | 'silent';
  /** 200 for a success that has no status code, 500 for a failure that has none. */
  readonly status: number;
  /** The object that says it: the outcome itself, or a member of it. */
  readonly at: JsonNode;
  /** True if a status code says it. */
  readonly isCoded: boolean;
}

/**
 * Returns whether an outcome succeeded, by the signs of `signsOf`. They are in the outcome itself, or, if it has none, in
 * one of its members: `{ "index": { "status": 201 } }`.
 *
 * @throws {DocumentError} if a sign contradicts another one, says something that is not known, or a success contains a
 *   failure. Content (`body`, `properties` and the like) is not searched.
 */
export function judgeOutcome(node: JsonNode): Verdict {
  const signs = signsOf(node);
  const verdict = decide(node, signs) ?? judgeMember(node) ?? judgeWeakly(node, signs);
  if (verdict?.says !== 'failure') refuseFailureIn(node);
  return verdict ?? { says: 'silent', status: 200, at: node, isCoded: false };
}

/** @throws {DocumentError} of rule X8 for an outcome that says nothing, in a document that does not say it either. */
export function refuseSilent(node: JsonNode): never {
  throw errorAt(
    node,
    'X8',
    'does not say whether it succeeded; it needs a status code, a member such as success that is true or false, or an error',
  );
}

/**
 * Returns the verdict on an entry of a list of successes.
 *
 * @throws {DocumentError} if a failure is reported in it.
 */
export function judgeSuccess(node: JsonNode): Verdict {
  refuseFailureIn(node);
  const code = isObject(node.value) ? signsOf(node).find(({ says }) => says === 'success')?.code : undefined;
  return { says: 'success', status: code ?? 200, at: node, isCoded: code !== undefined };
}

/**
 * Returns the verdict on an entry of a list of failures.
 *
 * @throws {DocumentError} if it says that it is a success.
 */
export function judgeFailure(node: JsonNode): Verdict {
  const signs = isObject(node.value) ? signsOf(node) : [];
  const success = signs.find(({ says, rank }) => says === 'success' && rank < 2);
  if (success !== undefined) throw errorAt(success.member, 'shape', 'says that a failure is a success');
  const code = signs.find((sign) => sign.code !== undefined)?.code;
  const status = code ?? findStatus(node, [...failuresIn(signs), node]) ?? 500;
  return { says: 'failure', status, at: node, isCoded: code !== undefined };
}

function decide(node: JsonNode, signs: readonly Sign[]): Verdict | undefined {
  const failure = signs.find(({ says }) => says === 'failure');
  const success = signs.find(({ says }) => says === 'success');
  const nested = signs.find(({ says }) => says === 'nested');
  if (failure !== undefined && success !== undefined) {
    const [first, second] = success.rank <= failure.rank ? [success, failure] : [failure, success];
    throw errorAt(second.member, 'shape', `contradicts the ${first.member.step}`);
  }
  if (nested !== undefined) return { says: 'failure', status: 207, at: node, isCoded: true };
  const unclear = signs.find(
    ({ says, member: { value } }) => says === 'unclear' && isInTheWay(value, success),
  );
  if (unclear !== undefined && failure === undefined) {
    throw errorAt(
      unclear.member,
      'shape',
      'is neither a status code nor a word that is known for a success or a failure',
    );
  }
  if (failure !== undefined) {
    const isCoded = failure.code !== undefined;
    const status = failure.code ?? findStatus(node, failuresIn(signs)) ?? 500;
    return { says: 'failure', status, at: node, isCoded };
  }
  return (
    success && { says: 'success', status: success.code ?? 200, at: node, isCoded: success.code !== undefined }
  );
}

function failuresIn(signs: readonly Sign[]): JsonNode[] {
  return signs.flatMap(({ says, member }) => (says === 'failure' ? member : []));
}

/** A word such as `active` beside a success may be the state of the resource; anything else may be an error. */
function isInTheWay(value: unknown, success: Sign | undefined): boolean {
  if (success === undefined) return true;
  return typeof value === 'number' ? value !== 0 : typeof value === 'object' && value !== null;
}

function judgeMember(node: JsonNode): Verdict | undefined {
  if (isAnswerOfCall(node)) return undefined;
  const verdicts = membersOf(node).flatMap(([name, member]) => {
    if (isContent(name, node) || !isObject(member.value)) return [];
    return decide(member, signsOf(member)) ?? [];
  });
  const [verdict, second] = verdicts;
  if (verdict !== undefined && second !== undefined) {
    throw errorAt(
      second.at,
      'shape',
      `says whether the outcome succeeded, and so does ${verdict.at.step}; only one member may say it`,
    );
  }
  return verdict;
}

/** A result without an error is a success, and so is anything else beside an error that is empty. */
function judgeWeakly(node: JsonNode, signs: readonly Sign[]): Verdict | undefined {
  const result = memberOf(node, 'result').value;
  const hasResult = (isObject(result) && !isEmpty(result)) || (isAnswerOfCall(node) && result !== undefined);
  const isDenied =
    signs.some(({ says }) => says === 'no-error') &&
    membersOf(node).some(([, { value }]) => value !== null && !isEmpty(value));
  if (!hasResult && !isDenied) return undefined;
  return { says: 'success', status: 200, at: node, isCoded: false };
}
