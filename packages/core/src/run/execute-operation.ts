import type { Operation } from '../operation/operation.js';
import { type Outcome, skippedOutcome } from '../operation/outcome.js';
import { type AnsweredOperation, isComplete, resolveReferences } from '../references/resolve-references.js';
import { UnresolvedReference } from '../references/unresolved-reference.js';
import { OperationExecution } from './operation-execution.js';
import type { GroupMembership, RunState } from './run-state.js';
import { traceOperation, traceSkipped } from './trace.js';

const ALONE: GroupMembership = {};

/**
 * Runs one operation: completes its references, asks whether it may run, dispatches it.
 *
 * Never rejects. Resolves when the target has answered or failed, or when time is up: an aborted target is not waited
 * for.
 */
export function executeOperation(
  written: Operation,
  state: RunState,
  membership: GroupMembership = ALONE,
): Promise<Outcome> {
  let operation: Operation;
  try {
    operation = isComplete(written) ? written : complete(written, state);
  } catch (error) {
    if (!(error instanceof UnresolvedReference)) return Promise.reject(error as Error);
    const { message, from } = error;
    const outcome = skippedOutcome(written, 'reference-unresolved', { detail: message, because: [from] });
    traceSkipped(state.batchId, outcome);
    return Promise.resolve(outcome);
  }
  return traceOperation(state.batchId, operation, (trace) =>
    new OperationExecution(operation, state, { membership, trace }).start(),
  );
}

function complete(written: Operation, { answered, host, options }: RunState): Operation {
  return resolveReferences(written, {
    host,
    basePath: options.basePath,
    exposedHeaders: options.headers.expose,
    limits: options.limits,
    answeredBy: (id) => answered?.get(id) as AnsweredOperation,
  });
}
