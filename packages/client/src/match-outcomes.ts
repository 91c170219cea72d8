import type { MultistatusReading, StatusResponse } from '@multistatus/document';
import { BatchError } from './batch-error.js';

/**
 * Returns the response to each operation, in the order of `ids`, or a {@link BatchError} if the document has none or
 * several for it, or one that cannot answer an operation. Responses to other operations are ignored. `truncation` is
 * the reason why the document is incomplete, if it is.
 */
export function matchOutcomes(
  { document }: MultistatusReading,
  ids: readonly string[],
  truncation?: unknown,
): (StatusResponse | BatchError)[] {
  const byId = new Map<string, StatusResponse | BatchError>();
  for (const response of document.responses) {
    const { id } = response;
    if (id === undefined) continue;
    if (byId.has(id)) byId.set(id, unknownOutcome(id, 'contains it twice'));
    else if (response.propstats !== undefined) byId.set(id, unknownOutcome(id, 'reports properties instead'));
    else if (response.status < 200 || response.status > 599) {
      byId.set(id, unknownOutcome(id, `reports the status ${response.status}, which is not a final one`));
    } else byId.set(id, response);
  }
  const missing = truncation === undefined ? 'does not contain it' : 'broke off before it';
  return ids.map((id) => byId.get(id) ?? unknownOutcome(id, missing, truncation));
}

function unknownOutcome(id: string, reason: string, cause?: unknown): BatchError {
  const message = `The outcome of operation "${id}" is unknown: the answer to the batch ${reason}; check its effect before you send it again`;
  return new BatchError(message, { executed: 'unknown', cause });
}

/** Returns whether an operation ran: it did if a handler answered, otherwise the problem of the batch reports it. */
export function readExecuted({ problem }: StatusResponse): boolean | 'unknown' {
  const executed = problem?.['executed'];
  return executed === false || executed === 'unknown' ? executed : true;
}
