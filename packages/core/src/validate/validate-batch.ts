import { countOf, valueAt } from '@multistatus/wire';
import type { Operation } from '../operation/operation.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { type Plan, planBatch } from '../plan/plan.js';
import { BatchProblem, limitExceeded } from '../problem/batch-problem.js';
import { type Issue, MAX_ISSUES, toPointer } from '../problem/issue.js';
import { assignIds } from './assign-ids.js';
import { findBatchShapeIssues, findOperationShapeIssues } from './batch-shape.js';
import { headerBytes } from './operation-headers.js';
import { readOperation } from './read-operation.js';

/** A batch that has passed validation. */
export interface ValidBatch {
  readonly operations: readonly Operation[];
  readonly plan: Plan;
  /** As specified by the batch; `undefined` if the server decides. */
  readonly execution: 'parallel' | 'sequential' | undefined;
  readonly onError: 'continue' | 'stop' | undefined;
}

/** How many operations are validated, as a multiple of `maxOperations`: a larger batch is rejected in any case. */
const SCAN_FACTOR = 10;

/**
 * Returns a parsed batch in normalized form, with its plan. Takes time linear in the size of the batch.
 *
 * @throws {BatchProblem} `invalid-batch` with all issues at once, as `errors: [{ pointer, code, detail }]`, at most 1 000;
 *   else `limit-exceeded` for the number of operations, the URL or headers of one, or the depth of its dependencies.
 */
export function validateBatch(
  value: unknown,
  { limits, basePath, headers }: Pick<ResolvedOptions, 'limits' | 'basePath' | 'headers'>,
): ValidBatch {
  const issues = findBatchShapeIssues(value);
  const requests = requestsOf(value);
  const ids = assignIds(requests, issues);
  const operations: Operation[] = [];
  const { maxHeaderBytes } = limits;
  for (const [index, request] of requests.entries()) {
    if (issues.length >= MAX_ISSUES || index >= limits.maxOperations * SCAN_FACTOR) break;
    for (const issue of findOperationShapeIssues(request, index)) issues.push(issue);
    const id = ids[index] ?? '';
    const context = { index, id, maxHeaderBytes, basePath, allowedHeaders: headers.allow };
    operations.push(readOperation(request, context, issues));
  }
  // A plan of only the validated operations would lack names that others depend on.
  const plan = operations.length === requests.length ? planBatch(operations, issues) : [];
  if (issues.length > 0) throw invalidBatch(issues);
  if (requests.length > limits.maxOperations) throw tooMany(requests.length, limits);
  checkLimits({ operations, plan }, limits);
  return {
    operations,
    plan,
    execution: valueAt(value, ['execution']) as ValidBatch['execution'],
    onError: valueAt(value, ['onError']) as ValidBatch['onError'],
  };
}

/** Returns the requests of a batch that may be malformed. */
function requestsOf(value: unknown): readonly unknown[] {
  const requests = valueAt(value, ['requests']);
  return Array.isArray(requests) ? requests : [];
}

function invalidBatch(issues: readonly Issue[]): BatchProblem {
  const errors = issues.slice(0, MAX_ISSUES).map(({ pointer, code, detail }) => ({ pointer, code, detail }));
  const count =
    issues.length >= MAX_ISSUES ? `at least ${MAX_ISSUES} issues` : countOf(issues.length, 'issue');
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
    { unit, tokens }: { readonly unit: string; readonly tokens: readonly (string | number)[] },
  ): BatchProblem =>
    limitExceeded({ limit, max: limits[limit], actual, unit, pointer: toPointer('requests', ...tokens) });
  for (const { index, url, headers } of operations) {
    if (url.length > limits.maxUrlLength) {
      throw exceeded('maxUrlLength', url.length, { unit: 'characters', tokens: [index, 'url'] });
    }
    const bytes = headerBytes(headers);
    if (bytes > limits.maxHeaderBytes) {
      throw exceeded('maxHeaderBytes', bytes, { unit: 'bytes of headers', tokens: [index, 'headers'] });
    }
  }
  for (const {
    depth,
    operations: [index = 0],
  } of plan) {
    if (depth <= limits.maxDependencyDepth) continue;
    throw exceeded('maxDependencyDepth', depth, { unit: 'levels of dependencies', tokens: [index] });
  }
}
