import type { MultistatusReading } from '@multistatus/document';
import type { Row } from './row.js';
import { createRun, type Run, takenBatches } from './run.js';

/**
 * Returns a run that has ended, from the answer of a batch that was taken to be answered later. If this page has not sent the batch,
 * its requests are not known: then the methods are empty.
 */
export function runOfReading(
  reading: MultistatusReading,
  { monitor, durationMs }: { readonly monitor: string; readonly durationMs: number | undefined },
): Run {
  const { responses } = reading.document;
  const taken = takenBatches.get(monitor);
  const requests = responses.map(({ id, href = '' }, index) => ({
    id: id ?? String(index),
    method: '',
    url: href,
  }));
  const run = createRun(taken ?? { text: '', batch: { requests } });
  const succeeded = new Set<unknown>(reading.succeeded());
  const failed = new Set<unknown>(reading.failed());
  const indexes = new Map(taken && run.operations.map((operation) => [operation.id, operation.index]));
  for (const [position, response] of responses.entries()) {
    const { id = '', href = '' } = response;
    // An answer may lack responses, or have others: its order is not that of the batch.
    const index = taken === undefined ? position : (indexes.get(id) ?? response.index);
    if (index === undefined || run.operations[index] === undefined) continue;
    const request = taken && run.operations[index];
    const executed = response.problem?.['executed'];
    const row: Row = {
      index,
      id: request?.id ?? id,
      method: request?.method,
      url: request?.url ?? href,
      state: succeeded.has(response) ? 'succeeded' : failed.has(response) ? 'failed' : 'other',
      executed: executed === false || executed === 'unknown' ? executed : true,
      response,
    };
    run.rows.add(row);
  }
  run.monitor.value = taken && monitor;
  run.durationMs.value = durationMs;
  run.phase.value = 'complete';
  return run;
}

/** Checks whether the requests of a run are known, and with them what depends on what. */
export function hasRequests({ operations }: Run): boolean {
  return operations.some(({ method }) => method !== '');
}
