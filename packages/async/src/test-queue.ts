import type { BatchQueue } from './batch-queue.js';
import { DELIVERY_CASES } from './test-queue/delivery-cases.js';
import { ORDER_CASES } from './test-queue/order-cases.js';
import type { QueueCase } from './test-queue/queue-case.js';
import { STOP_CASES } from './test-queue/stop-cases.js';

export type { QueueCase } from './test-queue/queue-case.js';

/**
 * Returns the requirements of `BatchQueue` as tests, for any test runner. They take a few seconds. `make` is called once for each; it
 * must return an empty queue that no worker takes jobs from. The test closes it.
 *
 * @example
 * ```ts
 * let count = 0;
 * const make = () => bullmqQueue({ connection: redis, name: `test-${count++}` });
 * for (const { name, run } of testQueue(make)) test(name, run);
 * ```
 */
export function testQueue(make: () => BatchQueue | Promise<BatchQueue>): readonly QueueCase[] {
  return Object.entries({ ...DELIVERY_CASES, ...ORDER_CASES, ...STOP_CASES }).map(([name, check]) => ({
    name,
    run: async () => {
      const queue = await make();
      try {
        await check(queue);
      } finally {
        await queue.close();
      }
    },
  }));
}
