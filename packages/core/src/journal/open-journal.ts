import { BatchProblem } from '../problem/batch-problem.js';
import { journalUnavailable, type KeyedRequest, openEntry } from './open-entry.js';
import type { OperationJournal } from './operation-journal.js';
import { type JournaledUnits, restoreJournal, usesTransactions } from './restore-journal.js';
import { UnknownVersionError } from './stored-version.js';

/** A batch or list that is complete, and may have an Idempotency-Key. */
export interface PlannedRequest
  extends KeyedRequest,
    Pick<JournaledUnits, 'operations' | 'plan' | 'words' | 'isRepeatable'> {}

/**
 * Opens the journal of a request that has been accepted, with the outcomes of an earlier attempt. Returns `undefined` if the endpoint
 * has no journal, or the request no key.
 *
 * @throws {BatchProblem} as `openEntry` does; `internal` if what is kept cannot be read.
 */
export async function openJournal(request: PlannedRequest): Promise<OperationJournal | undefined> {
  const { envelope, options, operations, plan, words, isRepeatable } = request;
  const opened = await openEntry(request, usesTransactions(plan, options));
  if (opened === undefined) return undefined;
  try {
    return await restoreJournal(opened, {
      operations,
      plan,
      words,
      options,
      outer: envelope.outer,
      isRepeatable,
    });
  } catch (error) {
    throw cannotRestore(error);
  }
}

/** Returns the problem of an entry whose outcomes cannot be restored. */
function cannotRestore(error: unknown): BatchProblem {
  if (!(error instanceof UnknownVersionError || error instanceof TypeError)) return journalUnavailable();
  return new BatchProblem(
    'internal',
    'The server cannot read what it has kept of the request with this key; nothing has run now',
    { extensions: { executed: 'unknown' } },
  );
}
