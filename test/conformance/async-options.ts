import { respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import type { AsyncSupport } from '@multistatus/core';
import type { NodeHandler } from '@multistatus/inject';
import type { StoreJournal } from '@multistatus/journal';
import { workOn } from './workers.js';

/**
 * Requests have up to 4 operations. With `works` a worker runs them, two operations a job. With the others nobody does: `waits` takes
 * any number of them, and `takes-two` that many of a client. With the rest one step fails: the queue is full, does not answer, or does
 * not take the jobs.
 */
export type AsyncName = 'works' | 'waits' | 'takes-two' | 'queue-full' | 'queue-down' | 'queue-does-not-add';

/** Creates the option `async` that a case asks for. */
export function asyncOf(
  name: AsyncName,
  { journal, target }: { readonly journal: StoreJournal<unknown>; readonly target: NodeHandler | undefined },
): AsyncSupport {
  const queue = memoryQueue();
  const fail = (): Promise<never> => Promise.reject(new Error('secret-detail of a queue'));
  if (name === 'queue-full') queue.depth = () => Promise.resolve(10_000);
  if (name === 'queue-down') queue.depth = fail;
  if (name === 'queue-does-not-add') queue.add = fail;
  const limits = { maxOperations: 4, maxBatchesPerClient: name === 'takes-two' ? 2 : 1_000 };
  if (name !== 'works' || target === undefined) return respondAsync({ queue, name: 'batch', limits });
  const support = respondAsync({
    queue,
    name: 'batch',
    limits: { ...limits, jobSize: 2, cancelGraceMs: 0 },
  });
  const attach: AsyncSupport['attach'] = (endpoint) => {
    const attached = support.attach(endpoint);
    workOn(endpoint, { target, journal, queue });
    return attached;
  };
  return { ...support, attach };
}
