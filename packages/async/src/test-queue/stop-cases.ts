import assert from 'node:assert/strict';
import { type CheckedRequirements, jobsOf, oneJob, until } from './queue-case.js';
import { Recorder } from './recorder.js';

/** How workers stop, and share a queue. */
export const STOP_CASES: CheckedRequirements = {
  'stop resolves when nothing runs': async (queue) => {
    const worker = new Recorder(queue);
    await worker.stop();
    await queue.add([oneJob()]);
    assert.equal(await queue.depth(), 1);
    assert.equal(worker.delivered.length, 0);
  },

  'stop waits for what runs, and takes no more': async (queue) => {
    await queue.add(jobsOf(5));
    const worker = new Recorder(queue, { concurrency: 2 });
    await until('two jobs run', () => worker.running.size === 2);
    let hasStopped = false;
    const stopped = worker.stop().then(() => {
      hasStopped = true;
    });
    const [first, second] = worker.running;
    first?.end('done');
    await until('one job has ended', () => worker.running.size === 1);
    assert.equal(hasStopped, false);
    second?.end('done');
    await stopped;
    assert.equal(worker.delivered.length, 2);
    assert.equal(await queue.depth(), 3);
  },

  'what a worker gives back while it stops is delivered to another one': async (queue) => {
    const job = oneJob();
    await queue.add([job]);
    const first = new Recorder(queue);
    await until('the job runs', () => first.running.size === 1);
    const second = new Recorder(queue, { endsWith: 'done' });
    const stopped = first.stop();
    first.endAll('again');
    await stopped;
    await until('the other worker has got it', () => second.delivered.length === 1);
    await second.stop();
    assert.deepEqual(second.delivered, [job]);
    assert.equal(first.delivered.length, 1);
  },

  'what a worker has not taken is delivered to another one': async (queue) => {
    const jobs = jobsOf(3);
    await queue.add(jobs);
    const first = new Recorder(queue);
    await until('a job runs', () => first.running.size === 1);
    const second = new Recorder(queue, { endsWith: 'done' });
    await until('the others are delivered', () => second.delivered.length === 2);
    first.endAll('done');
    await first.stop();
    await second.stop();
    assert.deepEqual([...first.delivered, ...second.delivered], jobs);
  },

  'two workers share jobs, and each is delivered once': async (queue) => {
    const jobs = jobsOf(200);
    const workers = [1, 2].map(() => new Recorder(queue, { concurrency: 4, endsWith: 'done' }));
    await queue.add(jobs);
    const delivered = (): string[] => workers.flatMap((worker) => worker.delivered.map(({ id }) => id));
    await until('all are delivered', () => delivered().length >= jobs.length);
    await Promise.all(workers.map((worker) => worker.stop()));
    assert.deepEqual(delivered().sort(), jobs.map(({ id }) => id).sort());
  },
};
