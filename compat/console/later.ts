import type { RequestListener } from 'node:http';
import { createWorker, type RespondAsync, respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';

/** What lets an app answer batches later, in this process. Everyone is the same client. */
export interface Later {
  /** Options of its `batch()`. */
  readonly options: { readonly journal: StoreJournal<unknown>; readonly async: RespondAsync<unknown, never> };
  /** Starts a worker for its batches. Returns a function that stops it. */
  start(target: RequestListener, endpoint: object): () => Promise<void>;
}

export function createLater(): Later {
  const journal = createJournal({ store: memoryStore(), identify: () => 'ana' });
  const queue = memoryQueue();
  return {
    options: {
      journal,
      async: respondAsync<unknown, never>({ queue, name: 'batch', limits: { jobSize: 5 } }),
    },
    start(target, endpoint) {
      const worker = createWorker({ target, endpoints: [endpoint], journal, queue });
      return async () => {
        await worker.stop();
        journal.close();
      };
    },
  };
}
