import { BatchProblem, RETRY_AFTER_SECONDS } from '@multistatus/core/adapter';

/** Reports an error that the client must not see. */
export type Report = (error: unknown) => void;

/**
 * Calls the journal.
 *
 * @throws {BatchProblem} what `toProblem` returns if the call fails, and reports why.
 */
export async function callJournal<Result>(
  report: Report,
  call: () => Promise<Result>,
  toProblem: () => BatchProblem = journalUnavailable,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof BatchProblem) throw error;
    report(error);
    throw toProblem();
  }
}

/** Creates the problem of a request that cannot be kept. Nothing of it runs. */
export function journalUnavailable(): BatchProblem {
  return unavailable('nothing has run, and the request may be sent again', false);
}

/** Creates the problem of a request that may have been kept. */
export function keptUnknown(): BatchProblem {
  return unavailable('whether it has kept the request is unknown', 'unknown');
}

/** Creates the problem of a monitor that cannot be read. */
export function monitorUnavailable(): BatchProblem {
  return unavailable('whatever the monitor belongs to goes on; ask again later', 'unknown');
}

function unavailable(consequence: string, executed: false | 'unknown'): BatchProblem {
  return new BatchProblem(
    'journal-unavailable',
    `The journal of the server cannot be reached; ${consequence}`,
    { extensions: { executed }, headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } },
  );
}
