import { describe, expect, test } from '@jest/globals';
import { memoryQueue } from '@multistatus/async/memory';
import { testQueue } from '@multistatus/async/test-queue';

const job = { id: 'r.0', ref: 'r', job: 0, endpoint: 'batch', priority: 1 };

describe('memoryQueue', () => {
  for (const { name, run } of testQueue(memoryQueue)) test(name, run);

  test('is not durable', () => {
    expect(memoryQueue().isDurable).toBe(false);
  });

  test('takes no jobs once it is closed', async () => {
    const queue = memoryQueue();
    await queue.close();
    await expect(queue.add([job])).rejects.toThrow('The queue is closed');
  });
});
