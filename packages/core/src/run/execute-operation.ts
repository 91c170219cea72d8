import type { Problem } from '@multistatus/document';
import type { Operation } from '../operation/operation.js';
import { type Outcome, skippedOutcome } from '../operation/outcome.js';
import { type AnsweredOperation, isComplete, resolveReferences } from '../references/resolve-references.js';
import { UnresolvedReference } from '../references/unresolved-reference.js';
import { OperationExecution } from './operation-execution.js';
import type { GroupMembership, RunState } from './run-state.js';
import { traceOperation, traceSkipped } from './trace.js';

const NO_GROUP: GroupMembership = {};

/**
 * Runs one operation: resolves its references, checks that it is allowed, dispatches it.
 *
 * Resolves when the target has answered or failed, or at the time limit: it does not wait for an aborted target. A failure is
 * an outcome, not a rejection. An operation that its format refuses does not run.
 */
export function executeOperation(
  raw: Operation,
  state: RunState,
  membership: GroupMembership = NO_GROUP,
): Promise<Outcome> {
  if (raw.refusal !== undefined) return Promise.resolve(refuse(raw, raw.refusal, state));
  let operation: Operation;
  try {
    operation = isComplete(raw) ? raw : complete(raw, state);
  } catch (error) {
    if (!(error instanceof UnresolvedReference)) return Promise.reject(error as Error);
    const { message, from } = error;
    const outcome = skippedOutcome(raw, 'reference-unresolved', { detail: message, because: [from] });
    traceSkipped(state.batchId, outcome);
    return Promise.resolve(outcome);
  }
  return traceOperation(state.batchId, operation, (trace) =>
    new OperationExecution(operation, state, { membership, trace }).start(),
  );
}

function refuse(operation: Operation, problem: Problem, { batchId }: RunState): Outcome {
  const outcome: Outcome = { operation, result: 'failed', kind: 'skipped', problem };
  traceSkipped(batchId, outcome);
  return outcome;
}

function complete(raw: Operation, { answered, host, options }: RunState): Operation {
  return resolveReferences(raw, {
    host,
    basePath: options.basePath,
    exposedHeaders: options.headers.expose,
    limits: options.limits,
    answeredBy: (id) => answered?.get(id) as AnsweredOperation,
  });
}
