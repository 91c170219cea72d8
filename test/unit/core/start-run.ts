import type { Dispatch, OperationAnswer, OperationRequest } from '#core/operation/dispatch.js';
import type { Operation } from '#core/operation/operation.js';
import type { Outcome } from '#core/operation/outcome.js';
import { BATCH_WORDS } from '#core/operation/run-words.js';
import type { BatchOptions } from '#core/options/batch-options.js';
import { resolveOptions } from '#core/options/resolve-options.js';
import { type Plan, planBatch } from '#core/plan/plan.js';
import { IssueCollector } from '#core/problem/issue-collector.js';
import type { RunContext } from '#core/run/run-context.js';
import { run } from '#core/run/run-plan.js';
import { validateBatch } from '#core/validate/validate-batch.js';
import { tell } from './outcomes.js';
import { toDecoded } from './to-decoded.js';

/** An operation that has reached the target; it does nothing until the test says so. */
export interface Call {
  readonly request: OperationRequest;
  readonly answer: (answer: OperationAnswer) => void;
  readonly fail: (error: unknown) => void;
}

export interface StartedRun {
  /** In the order in which they reached the target. */
  readonly calls: Call[];
  /** What `onError` heard. */
  readonly errors: unknown[];
  /** Of each outcome its id and what {@link tell} says, in the order in which `onOutcome` heard of them. */
  readonly heard: string[];
  readonly client: AbortController;
  readonly outcomes: Promise<Outcome[]>;
}

/** How a run differs from the plainest one. */
export interface RunSettings extends Partial<Omit<RunContext, 'options' | 'abort' | 'onOutcome'>> {
  readonly options?: BatchOptions;
}

/** Runs operations that need nothing of each other. */
export function startRun(operations: readonly Operation[], settings: RunSettings = {}): StartedRun {
  return startPlan(planBatch(operations, new IssueCollector()), operations, settings);
}

/** Runs a batch as it is sent. */
export function startBatch(requests: readonly object[], settings: RunSettings = {}): StartedRun {
  const batch = { requests: requests.map((request) => ({ method: 'GET', url: '/', ...request })) };
  const { plan, operations } = validateBatch(toDecoded(batch), resolveOptions(settings.options ?? {}, []));
  return startPlan(plan, operations, settings);
}

function startPlan(plan: Plan, operations: readonly Operation[], settings: RunSettings): StartedRun {
  const { options = {}, ...context } = settings;
  const calls: Call[] = [];
  const errors: unknown[] = [];
  const heard: string[] = [];
  const client = new AbortController();
  const dispatch: Dispatch = (request) =>
    new Promise((answer, fail) => {
      calls.push({ request, answer, fail });
    });
  const runContext = toRunContext({
    dispatch,
    options: { ...resolveOptions(options, []), onError: (error) => void errors.push(error) },
    ...context,
    abort: client.signal,
    onOutcome: (outcome) => void heard.push(`${outcome.operation.id} ${tell(outcome)}`),
  });
  return { calls, errors, heard, client, outcomes: run(plan, operations, runContext) };
}

/** Returns the context of a run: no host, everything in parallel, only the default limits. */
export function toRunContext(members: Pick<RunContext, 'dispatch'> & Partial<RunContext>): RunContext {
  return {
    batchId: 'batch',
    words: BATCH_WORDS,
    options: { ...resolveOptions({}, []), onError: () => undefined },
    outer: undefined,
    host: undefined,
    headersOf: ({ headers }) => headers,
    allowed: new Set(),
    isSequential: false,
    stopAfter: undefined,
    onOutcome: () => undefined,
    ...members,
  };
}
