import assert from 'node:assert/strict';
import { type CheckedRequirements, jobsOf, oneJob, until } from './queue-case.js';
import { Recorder } from './recorder.js';

/** What reaches a worker. */
export const DELIVERY_CASES: CheckedRequirements = {
  'check resolves': (queue) => queue.check(),

  'a job that was added before the worker came is delivered unchanged': async (queue) => {
    const job = oneJob({ endpoint: 'photos / ä \u{1F600} "', priority: 2_097_151, job: 99_999 });
    await queue.add([job]);
    const worker = new Recorder(queue, { endsWith: 'done' });
    await until('the job is delivered', () => worker.delivered.length === 1);
    await worker.stop();
    assert.deepEqual(worker.delivered, [job]);
  },

  'a job that is added while a worker waits is delivered': async (queue) => {
    const worker = new Recorder(queue, { endsWith: 'done' });
    const job = oneJob();
    await queue.add([job]);
    await until('the job is delivered', () => worker.delivered.length === 1);
    await worker.stop();
    assert.deepEqual(worker.delivered, [job]);
  },

  'a job that is done is delivered once': async (queue) => {
    const [first, second] = jobsOf(2);
    assert.ok(first !== undefined && second !== undefined);
    const worker = new Recorder(queue, { endsWith: 'done' });
    await queue.add([first]);
    await until('the first job has ended', () => worker.delivered.length === 1 && worker.running.size === 0);
    await queue.add([second]);
    await until('the second job is delivered', () => worker.delivered.length >= 2);
    await worker.stop();
    assert.deepEqual(worker.delivered, [first, second]);
    assert.equal(await queue.depth(), 0);
  },

  '1,000 jobs at once are delivered once each': async (queue) => {
    const jobs = jobsOf(1_000);
    await queue.add(jobs);
    const worker = new Recorder(queue, { concurrency: 8, endsWith: 'done' });
    await until('all jobs have ended', () => worker.delivered.length >= 1_000 && worker.running.size === 0);
    await worker.stop();
    assert.deepEqual(worker.delivered.map(({ id }) => id).sort(), jobs.map(({ id }) => id).sort());
  },

  'a job that is waiting already is ignored': async (queue) => {
    const [first, second] = jobsOf(2);
    assert.ok(first !== undefined && second !== undefined);
    await queue.add([first]);
    await queue.add([first, second]);
    assert.equal(await queue.depth(), 2);
    const worker = new Recorder(queue, { endsWith: 'done' });
    await until(
      'the second job has ended',
      async () => worker.delivered.includes(second) || worker.delivered.some(({ id }) => id === second.id),
    );
    await worker.stop();
    assert.deepEqual(worker.delivered, [first, second]);
  },

  'a job that is running already is ignored': async (queue) => {
    const [first, second] = jobsOf(2);
    assert.ok(first !== undefined && second !== undefined);
    const worker = new Recorder(queue);
    await queue.add([first]);
    await until('the job runs', () => worker.running.size === 1);
    await queue.add([first, second]);
    assert.equal(await queue.depth(), 1);
    worker.endAll('done');
    await until('the other job runs', () => worker.delivered.length === 2 && worker.running.size === 1);
    worker.endAll('done');
    await worker.stop();
    assert.deepEqual(worker.delivered, [first, second]);
  },

  'a job that is done can be added again': async (queue) => {
    const job = oneJob();
    const worker = new Recorder(queue, { endsWith: 'done' });
    await queue.add([job]);
    await until('the job is delivered', () => worker.delivered.length === 1);
    await until('the job is delivered again', async () => {
      await queue.add([job]);
      return worker.delivered.length >= 2;
    });
    await worker.stop();
  },

  'a job that resolves to again is delivered again, unchanged, as often as it does': async (queue) => {
    const job = oneJob({ priority: 7 });
    await queue.add([job]);
    const worker = new Recorder(queue);
    for (let count = 1; count <= 3; count += 1) {
      await until(`delivery ${count}`, () => worker.delivered.length === count && worker.running.size === 1);
      worker.endAll(count === 3 ? 'done' : 'again');
    }
    await worker.stop();
    assert.deepEqual(worker.delivered, [job, job, job]);
    assert.equal(await queue.depth(), 0);
  },

  'a job that rejects is delivered again, and the error is reported': async (queue) => {
    const job = oneJob();
    const error = new Error('from the test');
    await queue.add([job]);
    const worker = new Recorder(queue);
    await until('the job runs', () => worker.running.size === 1);
    for (const { fail } of worker.running) fail(error);
    await until('the job runs again', () => worker.delivered.length === 2 && worker.running.size === 1);
    worker.endAll('done');
    await worker.stop();
    assert.deepEqual(worker.delivered, [job, job]);
    assert.ok(worker.errors.includes(error));
  },
};
