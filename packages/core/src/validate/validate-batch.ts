import { atOnce, countOf, inShortTurns, isSafeMethod, valueAt } from '@multistatus/wire';
import type { DecodedBatch } from '../formats/batch-decoder.js';
import type { EnvelopeHeaders } from '../http/envelope.js';
import type { Operation } from '../operation/operation.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { type Plan, planInSteps, planOfSingles } from '../plan/plan.js';
import { BatchProblem, limitExceeded } from '../problem/batch-problem.js';
import { type IssuePlace, MAX_ISSUES, type PointTo, toPointer } from '../problem/issue.js';
import { IssueCollector } from '../problem/issue-collector.js';
import { assignIds } from './assign-ids.js';
import { checkBatchShape, checkOperationShape } from './batch-shape.js';
import { type ExceededLimit, exceededLimit } from './exceeded-limit.js';
import { readOperation } from './read-operation.js';

/** A batch that has passed validation. */
export interface ValidBatch {
  readonly operations: readonly Operation[];
  readonly plan: Plan;
  /** As the batch specifies it; `undefined` if the server decides. */
  readonly execution: 'parallel' | 'sequential' | undefined;
  readonly onError: 'continue' | 'stop' | undefined;
  /** After how many failures the batch stops, if its format can say so. */
  readonly stopAfter: number | undefined;
  /** The preferences that its format has honoured. */
  readonly applied: readonly string[] | undefined;
  /** Returns where a member of an operation was sent. */
  readonly pointTo: PointTo;
}

/** The options that validation needs, the headers of the batch request, and what the format does with denied headers. */
export interface ValidationOptions extends Pick<ResolvedOptions, 'limits' | 'basePath' | 'headers'> {
  /** @defaultValue none */
  readonly envelopeHeaders?: EnvelopeHeaders | undefined;
  /** The option `root`: with it, formats resolve URLs. @defaultValue the URL of an operation is a path */
  readonly root?: string | undefined;
  /** What happens to a header that operations may not have. @defaultValue 'refuse' */
  readonly deniedHeaders?: 'refuse' | 'drop' | undefined;
}

/** How many operations are validated, as a multiple of `maxOperations`: a larger batch is refused in any case. */
const SCAN_FACTOR = 10;

/** How many operations are looked at in one step. One may have a thousand references, or headers of 16 KiB. */
const STEP_OPERATIONS = 4;

const REQUEST_POINTER = /^#\/requests\/(\d+)/;

/**
 * Returns a decoded batch in normalized form, with its plan. Takes time linear in the size of the batch.
 *
 * @throws {BatchProblem} `invalid-batch` with all issues at once, as `errors: [{ pointer, code, detail }]`, at most 1 000;
 *   else `limit-exceeded` for the number of operations, the URL or headers of one, or the depth of its dependencies.
 */
export function validateBatch(decoded: DecodedBatch, options: ValidationOptions): ValidBatch {
  return atOnce(validateInSteps(decoded, options));
}

/** Validates a batch as {@link validateBatch} does, in turns of the event loop of a few milliseconds. */
export function validateLongBatch(decoded: DecodedBatch, options: ValidationOptions): Promise<ValidBatch> {
  return inShortTurns(validateInSteps(decoded, options));
}

function* validateInSteps(
  decoded: DecodedBatch,
  { limits, basePath, root, headers, envelopeHeaders = {}, deniedHeaders = 'refuse' }: ValidationOptions,
): Generator<void, ValidBatch, undefined> {
  const { value } = decoded;
  const issues = new IssueCollector();
  checkBatchShape(decoded, issues);
  const requests = requestsOf(value);
  const ids = yield* assignIds(requests, issues);
  const operations: Operation[] = [];
  const { maxHeaderBytes } = limits;
  for (let index = 0; index < requests.length; index += 1) {
    const request = requests[index];
    if (issues.isFull || index >= limits.maxOperations * SCAN_FACTOR) break;
    checkOperationShape(request, index, issues);
    const id = ids[index] ?? '';
    const context = {
      index,
      id,
      decoded,
      maxHeaderBytes,
      basePath,
      root,
      headerRules: headers,
      envelopeHeaders,
      deniedHeaders,
    };
    operations.push(readOperation(request, context, issues));
    if (index % STEP_OPERATIONS === STEP_OPERATIONS - 1) yield;
  }
  // A plan of only the validated operations would lack names that others depend on.
  const plan =
    operations.length === requests.length
      ? (planOfSingles(operations) ?? (yield* planInSteps(operations, issues)))
      : [];
  if (issues.found.length > 0) throw invalidBatch(issues, decoded.placeOf);
  if (requests.length > limits.maxOperations) throw tooMany(requests.length, limits);
  const pointTo: PointTo = (index, ...tokens) => ({
    pointer: toPointer('requests', index, ...tokens),
    ...(decoded.placeOf !== undefined && { place: decoded.placeOf(index) }),
  });
  checkUnsafe(operations, { limits, pointTo });
  yield* checkLimits({ operations, plan }, { limits, pointTo });
  return {
    operations,
    plan,
    execution: valueAt(value, ['execution']) as ValidBatch['execution'],
    onError: valueAt(value, ['onError']) as ValidBatch['onError'],
    stopAfter: decoded.stopAfter,
    applied: decoded.applied,
    pointTo,
  };
}

/** Returns the requests of a batch that may be malformed. */
function requestsOf(value: unknown): readonly unknown[] {
  const requests = valueAt(value, ['requests']);
  return Array.isArray(requests) ? requests : [];
}

function invalidBatch({ found, isFull }: IssueCollector, placeOf: DecodedBatch['placeOf']): BatchProblem {
  const count = isFull ? `at least ${MAX_ISSUES} issues` : countOf(found.length, 'issue');
  const errors = found.map((issue) => {
    const index = placeOf === undefined ? undefined : REQUEST_POINTER.exec(issue.pointer)?.[1];
    return index === undefined ? { ...issue } : { ...issue, place: placeOf?.(Number(index)) ?? '' };
  });
  return new BatchProblem('invalid-batch', `The batch has ${count}; nothing has run`, {
    extensions: { errors },
  });
}

function tooMany(actual: number, { maxOperations }: ResolvedOptions['limits']): BatchProblem {
  return limitExceeded({ limit: 'maxOperations', max: maxOperations, actual, unit: 'operations' });
}

interface LimitContext {
  readonly limits: ResolvedOptions['limits'];
  readonly pointTo: PointTo;
}

function checkUnsafe(
  operations: readonly Operation[],
  { limits: { maxOperations, maxUnsafeOperations: max }, pointTo }: LimitContext,
): void {
  if (max >= maxOperations) return; // there cannot be more
  const unsafe = operations.filter(({ method }) => !isSafeMethod(method));
  const first = unsafe[max];
  if (first === undefined) return;
  throw limitExceeded({
    limit: 'maxUnsafeOperations',
    max,
    actual: unsafe.length,
    unit: 'operations with an unsafe method',
    ...pointTo(first.index),
  });
}

function* checkLimits(
  { operations, plan }: Pick<ValidBatch, 'operations' | 'plan'>,
  { limits, pointTo }: LimitContext,
): Generator<void, void, undefined> {
  for (const operation of operations) {
    const { index } = operation;
    const exceeded = exceededLimit(operation, limits);
    if (exceeded !== undefined) throw toProblem(exceeded, limits, pointTo(index, exceeded.member));
    if (index % STEP_OPERATIONS === STEP_OPERATIONS - 1) yield;
  }
  for (const {
    depth,
    operations: [index = 0],
  } of plan) {
    const max = limits.maxDependencyDepth;
    if (depth <= max) continue;
    const unit = 'levels of dependencies';
    throw limitExceeded({ limit: 'maxDependencyDepth', max, actual: depth, unit, ...pointTo(index) });
  }
}

function toProblem(
  { limit, actual, unit, member }: ExceededLimit,
  limits: ResolvedOptions['limits'],
  at: IssuePlace,
): BatchProblem {
  // A pointer names the member already.
  const isUnnamed = member === 'url' && at.place !== undefined;
  const max = limits[limit];
  return limitExceeded({ limit, max, actual, unit: isUnnamed ? `${unit} in its URL` : unit, ...at });
}
