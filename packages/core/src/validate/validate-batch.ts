import { valueAt } from '../http/json-pointer.js';
import type { Operation } from '../operation/operation.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { type Plan, planBatch } from '../plan/plan.js';
import { type BatchFault, MAX_FAULTS, toPointer } from '../problem/batch-fault.js';
import { BatchProblem, limitExceeded } from '../problem/batch-problem.js';
import { countOf } from '../problem/count-of.js';
import { assignIds } from './assign-ids.js';
import { findBatchShapeFaults, findOperationShapeFaults } from './batch-shape.js';
import { headerBytes } from './operation-headers.js';
import { readOperation } from './read-operation.js';

/** A batch that may run. */
export interface ValidBatch {
  readonly operations: readonly Operation[];
  readonly plan: Plan;
  /** What the batch itself says; `undefined` leaves it to the server. */
  readonly execution: 'parallel' | 'sequential' | undefined;
  readonly onError: 'continue' | 'stop' | undefined;
}

/** Times the limit of operations that are looked at: a batch of more is refused in any case. */
const GROSSLY = 10;

/**
 * Brings a parsed batch to normal form and plans it, or refuses it with every fault at once.
 *
 * Linear in the size of the batch. Nothing has run when it throws.
 *
 * @throws {BatchProblem} `invalid-batch` with `errors: [{ pointer, code, detail }]`, the first 1 000 of them; then
 *   `limit-exceeded` for the number of operations, the URL or headers of one, or the depth of what one depends on.
 */
export function validateBatch(
  value: unknown,
  { limits, basePath, headers }: Pick<ResolvedOptions, 'limits' | 'basePath' | 'headers'>,
): ValidBatch {
  const faults = findBatchShapeFaults(value);
  const requests = requestsOf(value);
  const ids = assignIds(requests, faults);
  const operations: Operation[] = [];
  const { maxHeaderBytes } = limits;
  for (const [index, request] of requests.entries()) {
    if (faults.length >= MAX_FAULTS || index >= limits.maxOperations * GROSSLY) break;
    for (const fault of findOperationShapeFaults(request, index)) faults.push(fault);
    const id = ids[index] ?? '';
    const context = { index, id, maxHeaderBytes, basePath, allowedHeaders: headers.allow };
    operations.push(readOperation(request, context, faults));
  }
  // What has not been looked at would be missing in the plan.
  const plan = operations.length === requests.length ? planBatch(operations, faults) : [];
  if (faults.length > 0) throw invalidBatch(faults);
  if (requests.length > limits.maxOperations) throw tooMany(requests.length, limits);
  checkLimits({ operations, plan }, limits);
  return {
    operations,
    plan,
    execution: valueAt(value, ['execution']) as ValidBatch['execution'],
    onError: valueAt(value, ['onError']) as ValidBatch['onError'],
  };
}

/** What can be looked into of a batch whose shape may be wrong. */
function requestsOf(value: unknown): readonly unknown[] {
  const requests = valueAt(value, ['requests']);
  return Array.isArray(requests) ? requests : [];
}

function invalidBatch(faults: readonly BatchFault[]): BatchProblem {
  const errors = faults.slice(0, MAX_FAULTS).map(({ pointer, code, detail }) => ({ pointer, code, detail }));
  const count =
    faults.length >= MAX_FAULTS ? `at least ${MAX_FAULTS} faults` : countOf(faults.length, 'fault');
  return new BatchProblem('invalid-batch', `The batch has ${count}; nothing has run`, {
    extensions: { errors },
  });
}

function tooMany(actual: number, { maxOperations }: ResolvedOptions['limits']): BatchProblem {
  return limitExceeded({ limit: 'maxOperations', max: maxOperations, actual, unit: 'operations' });
}

function checkLimits(
  { operations, plan }: Pick<ValidBatch, 'operations' | 'plan'>,
  limits: ResolvedOptions['limits'],
): void {
  const exceeded = (
    limit: keyof typeof limits,
    actual: number,
    { unit, place }: { readonly unit: string; readonly place: readonly (string | number)[] },
  ): BatchProblem =>
    limitExceeded({ limit, max: limits[limit], actual, unit, pointer: toPointer('requests', ...place) });
  for (const { index, url, headers } of operations) {
    if (url.length > limits.maxUrlLength) {
      throw exceeded('maxUrlLength', url.length, { unit: 'characters', place: [index, 'url'] });
    }
    const bytes = headerBytes(headers);
    if (bytes > limits.maxHeaderBytes) {
      throw exceeded('maxHeaderBytes', bytes, { unit: 'bytes of headers', place: [index, 'headers'] });
    }
  }
  for (const {
    depth,
    operations: [index = 0],
  } of plan) {
    if (depth <= limits.maxDependencyDepth) continue;
    throw exceeded('maxDependencyDepth', depth, { unit: 'levels of dependencies', place: [index] });
  }
}
