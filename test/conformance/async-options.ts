import { respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import type { BatchOptions } from '@multistatus/core';

/**
 * Requests have up to 4 operations, and nobody runs them. `waits` takes any number of them, and `takes-two` that many of a client. With
 * the others one step fails: the queue is full, does not answer, or does not take the jobs.
 */
export type AsyncName = 'waits' | 'takes-two' | 'queue-full' | 'queue-down' | 'queue-does-not-add';

/** Creates the option `async` that a case asks for. */
export function asyncOf(name: AsyncName): NonNullable<BatchOptions<unknown, unknown>['async']> {
  const queue = memoryQueue();
  const fail = (): Promise<never> => Promise.reject(new Error('secret-detail of a queue'));
  if (name === 'queue-full') queue.depth = () => Promise.resolve(10_000);
  if (name === 'queue-down') queue.depth = fail;
  if (name === 'queue-does-not-add') queue.add = fail;
  const limits = { maxOperations: 4, maxBatchesPerClient: name === 'takes-two' ? 2 : 1_000 };
  return respondAsync({ queue, name: 'batch', limits });
}
