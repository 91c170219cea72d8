import { afterEach } from '@jest/globals';
import type { AsyncSupport, BatchOptions } from '@multistatus/core';
import {
  type AsyncEndpoint,
  type AttachedAsync,
  type BatchEndpoint,
  createBatchEndpoint,
} from '@multistatus/core/adapter';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';

/** A batch endpoint that takes batches to be answered later, with a journal in memory. */
export interface Attached {
  readonly batch: BatchEndpoint;
  readonly endpoint: AsyncEndpoint;
  readonly journal: StoreJournal<unknown>;
}

type Options = Omit<BatchOptions<unknown, unknown>, 'async' | 'journal'>;
/** What takes the batches of an endpoint, and where their monitors are. */
type Taking = Partial<AttachedAsync> & { readonly monitors?: string };

/** Returns a function that creates such endpoints. Their journals are closed after each test. */
export function attaching(): (options?: Options, taking?: Taking) => Attached {
  const journals: StoreJournal<unknown>[] = [];
  afterEach(() => {
    for (const journal of journals.splice(0)) journal.close();
  });
  return (options = {}, { monitors, ...taking } = {}) => {
    const journal = createJournal({ store: memoryStore(), identify: () => 'ana' });
    journals.push(journal);
    const async: AsyncSupport = {
      name: 'batch',
      limits: { maxOperations: 1_000, maxBodyBytes: 100_000 },
      monitors,
      capture: undefined,
      attach: () => ({
        take: () => Promise.reject(new Error('nothing is taken here')),
        answerMonitor: () => Promise.reject(new Error('nothing is answered here')),
        describe: (path) => ({ monitor: `${path}/monitors/{id}` }),
        ...taking,
      }),
    };
    const batch = createBatchEndpoint({ ...options, journal, async });
    const { asyncEndpoint: endpoint } = batch;
    if (endpoint === undefined) throw new TypeError('the endpoint takes no batches');
    return { batch, endpoint, journal };
  };
}
