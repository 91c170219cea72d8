import { BatchProblem, RETRY_AFTER_SECONDS } from '@multistatus/core/adapter';

/** Reports an error that the client must not see. */
export type Report = (error: unknown) => void;

/**
 * Calls the journal.
 *
 * @throws {BatchProblem} `journal-unavailable` if the call fails, and reports why.
 */
export async function callJournal<Result>(report: Report, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    report(error);
    throw journalUnavailable();
  }
}

/** Creates the problem of a request for which the journal is needed. Whether it has run is `unknown` if it may be kept. */
export function journalUnavailable(executed: false | 'unknown' = false): BatchProblem {
  const detail =
    executed === false
      ? 'The journal of the server cannot be reached; nothing has run, and the request may be sent again'
      : 'The journal of the server cannot be reached; whether it has kept the request is unknown';
  return new BatchProblem('journal-unavailable', detail, {
    extensions: { executed },
    headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
  });
}
