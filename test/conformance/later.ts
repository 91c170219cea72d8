import { createWorker, type RespondAsync, respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { attachEndpoint } from '@multistatus/core/adapter';
import type { NodeHandler } from '@multistatus/inject';
import type { StoreJournal } from '@multistatus/journal';

/** What has to be stopped when the hosts are closed. */
const running: (() => Promise<void>)[] = [];

/** Creates what answers the batches of a host later. A worker in this process runs them on `target`, two operations a job. */
export function laterOf(journal: StoreJournal<unknown>, target: NodeHandler): RespondAsync<unknown, never> {
  const queue = memoryQueue();
  const support = respondAsync<unknown, never>({
    queue,
    name: 'batch',
    limits: { maxOperations: 5, maxBodyBytes: 2_000, jobSize: 2, cancelGraceMs: 0 },
  });
  return {
    ...support,
    attach: (endpoint) => {
      const attached = support.attach(endpoint);
      const handler = (): void => undefined;
      attachEndpoint(handler, endpoint);
      const worker = createWorker({ target, endpoints: [handler], journal, queue });
      running.push(async () => {
        await worker.stop();
        await queue.close();
        journal.close();
      });
      return attached;
    },
  };
}

/** Stops the workers of all hosts. */
export async function stopWorkers(): Promise<void> {
  for (const stop of running.splice(0)) await stop();
}
