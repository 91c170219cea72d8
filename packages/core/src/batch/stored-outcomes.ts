import { isAnyBase64 } from '@multistatus/wire';
import { fromBase64, toBase64 } from '../operation/base64.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';
import type { AcceptedBatch } from './accepted-batch.js';
import { isObject, isString, StoredValueChecker } from './stored-value-checker.js';
import { checkVersion, STORED_VERSION } from './stored-version.js';

/** Outcomes of a batch as JSON. */
export interface StoredOutcomes {
  readonly version: typeof STORED_VERSION;
  /** The batch that they belong to. */
  readonly batchId: string;
  readonly outcomes: readonly StoredOutcome[];
}

/** One outcome as JSON: the body of an answer is base64. The operation is the one with this index in the batch. */
type StoredOutcome = {
  readonly index: number;
  /** The URL as dispatched, with all references resolved. */
  readonly url: string;
} & (
  | (StoredPart<'answered'> & {
      readonly answer: Omit<OperationAnswer, 'body'> & { readonly body: string };
    })
  | StoredPart<'failed'>
  | StoredPart<'skipped'>
);
type StoredPart<Kind extends Outcome['kind']> = Omit<
  Extract<Outcome, { kind: Kind }>,
  'operation' | 'answer'
>;

/** Returns some or all outcomes of a batch as a JSON value. */
export function storeOutcomes(
  outcomes: readonly Outcome[],
  { batchId }: Pick<AcceptedBatch, 'batchId'>,
): StoredOutcomes {
  return { version: STORED_VERSION, batchId, outcomes: outcomes.map(storeOutcome) };
}

/**
 * Returns the outcomes that {@link storeOutcomes} has stored. The second argument is the batch that they belong to.
 *
 * @throws {UnknownVersionError} if they were stored by a version of this library that stores them differently.
 * @throws {RangeError} if they belong to another batch, or the batch has no operation with the index of an outcome.
 * @throws {TypeError} if something of them is missing or damaged.
 */
export function restoreOutcomes(
  stored: unknown,
  { batchId, operations }: Pick<AcceptedBatch, 'batchId' | 'operations'>,
): Outcome[] {
  const value = checkVersion<StoredOutcomes>('outcomes', stored);
  const checker = new StoredValueChecker('outcomes', value);
  checker.check('batchId', isString);
  checker.members('outcomes', checkOutcome);
  if (value.batchId !== batchId) {
    throw new RangeError(`The outcomes belong to the batch ${value.batchId}, not to ${batchId}`);
  }
  return value.outcomes.map((outcome) => {
    const operation = operations[outcome.index];
    if (operation === undefined) {
      throw new RangeError(`The batch has ${operations.length} operations, and no outcome ${outcome.index}`);
    }
    return restoreOutcome(outcome, operation);
  });
}

function storeOutcome(outcome: Outcome): StoredOutcome {
  const { index, url } = outcome.operation;
  const { result, kind } = outcome;
  if (kind === 'answered') {
    // Member by member: a dispatch may answer with an object that has more, or that has them as getters.
    const { status, headers, body, trailers, isBodyTooLarge } = outcome.answer;
    const answer = { status, headers, body: toBase64(body), trailers, isBodyTooLarge };
    return { index, url, result, kind, answer };
  }
  const { operation: _operation, ...rest } = outcome;
  return { index, url, ...rest };
}

function restoreOutcome({ index: _index, url, ...outcome }: StoredOutcome, sent: Operation): Outcome {
  const operation = { ...sent, url };
  if (outcome.kind !== 'answered') return { operation, ...outcome };
  const { body, ...answer } = outcome.answer;
  return { operation, ...outcome, answer: { ...answer, body: fromBase64(body) } };
}

function checkOutcome(outcome: StoredValueChecker): void {
  outcome.check('index', Number.isSafeInteger);
  outcome.check('url', isString);
  outcome.check('result', (value) => value === 'succeeded' || value === 'failed' || value === 'other');
  let isAnswered = false;
  outcome.check('kind', (value) => {
    isAnswered = value === 'answered';
    return isAnswered || value === 'failed' || value === 'skipped';
  });
  const content = outcome.member(isAnswered ? 'answer' : 'problem');
  content.check('status', Number.isSafeInteger);
  if (!isAnswered) return;
  content.check('headers', isObject);
  content.check('body', (value) => isString(value) && isAnyBase64(value));
  content.check('trailers', (value) => value === undefined || isObject(value));
  content.check('isBodyTooLarge', (value) => typeof value === 'boolean');
}
