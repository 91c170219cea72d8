import { BatchAbortError, isBatchError, type Outcome, send, type WireBatch } from '@multistatus/client';
import { accessHeaders } from './access.js';
import { toRow } from './row.js';
import type { Run } from './run.js';

/** How the batch of a run is sent. */
export interface Exchange {
  /** The URL of the endpoint. */
  readonly url: string;
  /** The operations that are sent, with the ids that the server knows them by. */
  readonly batch: WireBatch;
  /** True to ask the server to answer later. */
  readonly isLater: boolean;
  /** The Idempotency-Key of an earlier try; `undefined` if the client chooses one where the server keeps keys. */
  readonly key?: string | undefined;
}

/** Sends the batch of a run, and fills in what becomes of it. Never rejects. */
export async function exchangeRun(run: Run, { url, batch, isLater, key }: Exchange): Promise<void> {
  const operations = new Map(run.operations.map((operation) => [operation.id, operation]));
  const report = (outcome: Outcome): void => {
    const operation = operations.get(outcome.id);
    if (operation === undefined) return;
    run.arrivals.set(operation.index, performance.now() - run.startedAt);
    run.rows.add(toRow(outcome, operation));
  };
  try {
    run.result.value = await send(batch, {
      url,
      fetch: fetchOf(run),
      headers: accessHeaders.value.map(([name, value]): [string, string] => [name, value]),
      signal: run.controller.signal,
      retry: { maxTries: 1 },
      idempotencyKey: key,
      onOutcome: report,
      respondAsync: isLater,
      onProgress: (progress) => {
        run.progress.value = progress;
      },
      onMonitor: (monitor) => {
        run.monitor.value = monitor;
        run.phase.value = 'monitored';
      },
    });
    finish(run, 'complete');
  } catch (error) {
    if (error instanceof BatchAbortError)
      for (const each of error.result?.outcomes.values() ?? []) report(each);
    run.error.value = error;
    finish(run, run.controller.signal.aborted && !isBatchError(error) ? 'cancelled' : 'failed');
  }
}

function finish(run: Run, phase: Run['phase']['value']): void {
  run.durationMs.value = performance.now() - run.startedAt;
  run.phase.value = phase;
}

/** Returns a `fetch` that sends the text of the run unparsed, so that large numbers in bodies are not rounded. */
function fetchOf(run: Run): typeof fetch {
  return async (input, init = {}) => {
    if (init.method !== 'POST') return fetch(input, init);
    const field = new Headers(init.headers).get('idempotency-key');
    run.key.value = field === null ? undefined : readKey(field);
    const response = await fetch(input, { ...init, body: run.text });
    run.answer.value = { status: response.status, headers: response.headers };
    return response;
  };
}

/** Returns the key that a header Idempotency-Key contains: a string in quotes (RFC 9651 section 3.3.3). */
function readKey(field: string): string {
  return field.startsWith('"') ? field.slice(1, -1).replace(/\\(.)/g, '$1') : field;
}
