import { type BatchQueue, createWorker } from '@multistatus/async';
import { type AsyncEndpoint, attachEndpoint } from '@multistatus/core/adapter';
import type { NodeHandler } from '@multistatus/inject';
import type { StoreJournal } from '@multistatus/journal';

/** What has to be stopped when the hosts are closed. */
const running: (() => Promise<void>)[] = [];

/** Starts a worker for an endpoint. */
export function workOn(
  endpoint: AsyncEndpoint,
  {
    target,
    journal,
    queue,
  }: {
    readonly target: NodeHandler;
    readonly journal: StoreJournal<unknown>;
    readonly queue: BatchQueue;
  },
): void {
  const handler = (): void => undefined;
  attachEndpoint(handler, endpoint);
  const worker = createWorker({ target, endpoints: [handler], journal, queue });
  running.push(async () => {
    await worker.stop();
    await queue.close();
    journal.close();
  });
}

/** Stops the workers of all hosts. */
export async function stopWorkers(): Promise<void> {
  for (const stop of running.splice(0)) await stop();
}
