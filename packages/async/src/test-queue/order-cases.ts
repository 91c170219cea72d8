import assert from 'node:assert/strict';
import type { BatchQueue, QueuedJob } from '../batch-queue.js';
import { type CheckedRequirements, jobsOf, oneJob, until } from './queue-case.js';
import { Recorder } from './recorder.js';

/** In which order jobs reach a worker, and how many at once. */
export const ORDER_CASES: CheckedRequirements = {
  'jobs of one priority are delivered in the order in which they were added': async (queue) => {
    const jobs = jobsOf(50);
    await queue.add(jobs.slice(0, 20));
    await queue.add(jobs.slice(20));
    assert.deepEqual(await deliveredOf(queue, 50), jobs);
  },

  'jobs with a lower priority number are delivered first': async (queue) => {
    const jobs = [5, 2_097_151, 1, 300, 5, 2, 1].map((priority) => oneJob({ priority }));
    await queue.add(jobs);
    const expected = [...jobs].sort((a, b) => a.priority - b.priority);
    assert.deepEqual(await deliveredOf(queue, jobs.length), expected);
  },

  'a more urgent job that is added later goes before those that wait': async (queue) => {
    const [running, ...waiting] = jobsOf(10, { priority: 100 });
    assert.ok(running !== undefined);
    const worker = new Recorder(queue);
    await queue.add([running]);
    await until('the first job runs', () => worker.running.size === 1);
    await queue.add(waiting);
    const urgent = oneJob({ priority: 3 });
    await queue.add([urgent]);
    worker.endAll('done');
    await until('the next job runs', () => worker.delivered.length === 2 && worker.running.size === 1);
    assert.deepEqual(worker.delivered[1], urgent);
    const stopped = worker.stop();
    worker.endAll('done');
    await stopped;
  },

  'as many jobs run at the same time as the concurrency allows': async (queue) => {
    await queue.add(jobsOf(10));
    const worker = new Recorder(queue, { concurrency: 3 });
    for (let ended = 0; ended < 10; ended += 1) {
      await until('as many jobs run as may', () => worker.running.size === Math.min(3, 10 - ended));
      const [first] = worker.running;
      first?.end('done');
      await until('the job has ended', () => first === undefined || !worker.running.has(first));
    }
    await worker.stop();
    assert.equal(worker.most, 3);
  },

  'depth is the number of jobs that wait': async (queue) => {
    assert.equal(await queue.depth(), 0);
    await queue.add([...jobsOf(3), ...jobsOf(2, { priority: 9 })]);
    assert.equal(await queue.depth(), 5);
    const worker = new Recorder(queue, { concurrency: 2 });
    await until('two jobs run', () => worker.running.size === 2);
    assert.equal(await queue.depth(), 3);
    const stopped = worker.stop();
    worker.endAll('done');
    await stopped;
    assert.equal(await queue.depth(), 3);
  },
};

/** Returns what one worker gets. */
async function deliveredOf(queue: BatchQueue, count: number): Promise<readonly QueuedJob[]> {
  const worker = new Recorder(queue, { endsWith: 'done' });
  await until(`${count} jobs are delivered`, () => worker.delivered.length >= count);
  await worker.stop();
  return worker.delivered;
}
