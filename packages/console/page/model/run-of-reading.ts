import type { MultistatusReading } from '@multistatus/document';
import type { Row } from './row.js';
import { createRun, type Run } from './run.js';

/**
 * Returns a run that has ended, from the answer of a batch that was taken to be answered later. If `sent` is given, it is the run that
 * has sent this batch; otherwise its requests are not known, and nothing of it can be sent again.
 */
export function runOfReading(reading: MultistatusReading, monitor: string, sent: Run | undefined): Run {
  const { responses } = reading.document;
  const run = createRun({
    text: sent?.text ?? '',
    batch: sent?.batch ?? {
      requests: responses.map(({ id, href }, index) => ({
        id: id ?? String(index),
        method: '',
        url: href ?? '',
      })),
    },
  });
  const succeeded = new Set<unknown>(reading.succeeded());
  const failed = new Set<unknown>(reading.failed());
  for (const [position, response] of responses.entries()) {
    const { index = position, id = '', href = '' } = response;
    const operation = sent?.operations[index];
    const executed = response.problem?.['executed'];
    const row: Row = {
      index,
      id,
      method: operation?.method,
      url: operation?.url ?? href,
      state: succeeded.has(response) ? 'succeeded' : failed.has(response) ? 'failed' : 'other',
      executed: executed === false || executed === 'unknown' ? executed : true,
      response,
    };
    run.rows.add(row);
  }
  run.monitor.value = monitor;
  run.phase.value = 'complete';
  return run;
}
