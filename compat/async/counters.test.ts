import { expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { describeWithWorkers } from './describe-with-workers.js';
import { finalOf, sendLater } from './send-later.js';
import { toLinkedBatch } from './to-linked-batch.js';

const OPERATIONS = 200;

describeWithWorkers(
  'What is counted of a client',
  { framework: 'express', limits: { maxBatchesPerClient: 1 } },
  (setting, kind) => {
    test('is right after a worker has died: its next batch is accepted, and comes first', async () => {
      const { processes, queue } = setting();
      await processes.first.arm({ point: 'before effect', nth: 10, action: 'kill' });
      const first = await sendLater(processes.web.origin, toLinkedBatch(`${kind}-first`, OPERATIONS));
      const { responses } = await finalOf(first);
      expect(responses).toHaveLength(OPERATIONS);
      await processes.first.ended;
      await processes.second.kill();
      // Without workers, its jobs wait.
      await sendLater(processes.web.origin, toLinkedBatch(`${kind}-second`, OPERATIONS));
      const jobs = new Queue('multistatus', { connection: queue.address as { path: string } });
      try {
        const waiting = await jobs.getJobs(['prioritized']);
        const priorities = waiting.map(({ opts }) => opts.priority ?? 0).sort((a, b) => a - b);
        expect(priorities.slice(0, 4)).toEqual([1, 2, 3, 4]);
      } finally {
        await jobs.close();
      }
    }, 120_000);
  },
);
