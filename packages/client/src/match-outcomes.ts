import type { MultistatusReading, StatusResponse } from '@multistatus/document';
import { BatchError } from './batch-error.js';

/**
 * Gives what a document says of each operation, in the order of `ids`; a {@link BatchError} where it says nothing,
 * says it twice, or says what no operation can be answered. What it says of others is left aside. `cut` is why it has
 * no end, if it has none.
 */
export function matchOutcomes(
  { document }: MultistatusReading,
  ids: readonly string[],
  cut?: unknown,
): (StatusResponse | BatchError)[] {
  const byId = new Map<string, StatusResponse | BatchError>();
  for (const response of document.responses) {
    const { id } = response;
    if (id === undefined) continue;
    if (byId.has(id)) byId.set(id, noOutcome(id, 'holds it twice'));
    else if (response.propstats !== undefined)
      byId.set(id, noOutcome(id, 'tells of properties in its place'));
    else if (response.status < 200 || response.status > 599) {
      byId.set(id, noOutcome(id, `tells the status ${response.status}, which ends no request,`));
    } else byId.set(id, response);
  }
  const missing = cut === undefined ? 'does not hold it' : 'broke off before it';
  return ids.map((id) => byId.get(id) ?? noOutcome(id, missing, cut));
}

function noOutcome(id: string, fault: string, cause?: unknown): BatchError {
  const message = `The outcome of operation "${id}" is unknown: the answer to the batch ${fault}; ask for its effect before you send it again`;
  return new BatchError(message, { executed: 'unknown', cause });
}

/** Whether an operation ran: a handler that answered did, of others the batch tells. */
export function readExecuted({ problem }: StatusResponse): boolean | 'unknown' {
  const executed = problem?.['executed'];
  return executed === false || executed === 'unknown' ? executed : true;
}
