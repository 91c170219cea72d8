import { isSafeMethod } from '@multistatus/wire';
import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';
import { executeOperation } from './execute-operation.js';
import { runGroup } from './run-group.js';
import type { RunState } from './run-state.js';

/** Runs an operation that has no atomicity group; if the journal wants it, in a transaction of its own. */
export function runSingle(operation: Operation, state: RunState): Promise<Outcome> {
  const isAtomic =
    state.journal?.isEveryOperationAtomic === true &&
    operation.refusal === undefined &&
    !isSafeMethod(operation.method);
  if (!isAtomic) return executeOperation(operation, state);
  return runGroup(operation.id, [operation], state).then(([outcome]) => outcome as Outcome);
}
