import { describe, expect, test } from '@jest/globals';
import { AdaptiveSlots } from '#core/run/adaptive-slots.js';
import { RunSlots } from '#core/run/run-slots.js';
import {
  percentile,
  randomNumbers,
  type Seen,
  simulate,
  type World,
} from '../../../support/simulated-endpoint.js';

const random = randomNumbers(1561);
const between = (least: number, most: number) => () => least + (most - least) * random();

function world(changes: Partial<World>): Seen {
  return simulate({
    places: Number.POSITIVE_INFINITY,
    serviceMs: between(5, 6),
    operations: 100,
    clients: 1,
    seconds: 10,
    concurrency: 'auto',
    ...changes,
  });
}

const laterHalf = (values: readonly number[]) => values.slice(values.length / 2);
const highest = ({ levels }: Seen) => levels.reduce((max, level) => Math.max(max, level), 0);
const levelOf = ({ levels }: Seen) => percentile(laterHalf(levels), 0.95);
const batchMsOf = ({ batches }: Seen) => percentile(laterHalf(batches), 0.5);

test('where nothing queues, a batch of 100 runs all at once', () => {
  expect(batchMsOf(world({}))).toBeLessThan(7);
  expect(batchMsOf(world({ concurrency: 8 }))).toBeGreaterThan(60);
});

test('all batches together stay below a bound', () => {
  const seen = world({ clients: 6 });
  expect(highest(seen)).toBeGreaterThan(200);
  expect(highest(seen)).toBeLessThanOrEqual(256 + 6 * 8);
});

test('no batch runs more than 100 at once', () => {
  expect(highest(world({ operations: 1_000 }))).toBe(100);
});

test('half of a batch twenty times as slow as the rest does not keep the number down', () => {
  const seen = world({ serviceMs: () => (random() < 0.5 ? 50 : 2.5), seconds: 30 });
  expect(levelOf(seen)).toBeGreaterThan(60);
});

describe.each([1, 2, 4])('%d clients, and 10 connections to the database', (clients) => {
  const pool = { clients, places: 10, serviceMs: between(1, 5), seconds: 20 };

  test('single requests beside them take at most 1.5 times what they take beside 8 at a time', () => {
    const [beside8, besideAuto] = [world({ ...pool, concurrency: 8 }), world(pool)];
    expect(percentile(besideAuto.singles, 0.99)).toBeLessThan(1.5 * percentile(beside8.singles, 0.99));
  });

  test('to run all at once would take them much longer', () => {
    const [beside8, besideAll] = [world({ ...pool, concurrency: 8 }), world({ ...pool, concurrency: 100 })];
    expect(percentile(besideAll.singles, 0.99)).toBeGreaterThan(4 * percentile(beside8.singles, 0.99));
  });
});

test('a handler that only computes keeps about 8', () => {
  expect(levelOf(world({ places: 1, serviceMs: () => 1 }))).toBeLessThanOrEqual(12);
});

test('answers that say that there is too much to do keep the number down, though they come fast', () => {
  expect(levelOf(world({ refusesAbove: 20 }))).toBeLessThanOrEqual(24);
});

test('a number that was learned with short batches does not hold for long ones', () => {
  const slots = new AdaptiveSlots(() => 5);
  slots.join();
  for (let round = 0; round < 3_000; round += 1) {
    const starts = Array.from({ length: 12 }, () => slots.start());
    for (const start of starts) slots.end(start, false);
  }
  expect(slots.share).toBeLessThanOrEqual(15);
});

test('the number falls soon after a handler begins to queue', () => {
  let now = 0;
  const slots = new AdaptiveSlots(() => now);
  slots.join();
  /** Runs as many operations at once as there are slots. */
  const runAll = (msOf: (count: number) => number): number => {
    const starts = Array.from({ length: slots.share }, () => slots.start());
    now += msOf(starts.length);
    for (const start of starts) slots.end(start, false);
    return starts.length;
  };
  for (let round = 0; round < 5_000 && slots.share < 100; round += 1) runAll(() => 5);
  expect(slots.share).toBe(100);
  let ran = 0;
  let share = 100;
  for (; share > 16; share = Math.max(slots.share, 9)) ran += runAll((count) => count);
  expect(ran).toBeLessThan(300);
});

test('operations that were cut off do not count', () => {
  let now = 0;
  const slots = new AdaptiveSlots(() => now);
  slots.join();
  // One in each round counts, and the window is 32: if these did, it would be over.
  for (let round = 0; round < 40; round += 1) {
    for (let index = 0; index < 8; index += 1) slots.start();
    now += 5;
    for (let index = 0; index < 8; index += 1) slots.end(undefined, false);
  }
  expect(slots.share).toBe(8);
});

test('the slots are shared equally, but each run has 8', () => {
  const slots = new AdaptiveSlots(() => 0);
  slots.join();
  expect(slots.share).toBe(8);
  for (let index = 0; index < 50; index += 1) slots.join();
  expect(slots.share).toBe(8);
});

test('runs that do not use all of their own slots take none of the others', () => {
  const slots = new AdaptiveSlots(() => 5);
  const idle = Array.from({ length: 20 }, () => new RunSlots(slots));
  for (const run of idle) for (let index = 0; index < 7; index += 1) run.start();
  const busy = new RunSlots(slots);
  let most = 0;
  for (let round = 0; round < 1_000; round += 1) {
    const starts = [busy.start()];
    while (starts.length < busy.share) starts.push(busy.start());
    most = Math.max(most, starts.length);
    for (const start of starts) busy.end(start, false);
  }
  expect(most).toBe(100);
});

test('a clock that is set back does not stop the endpoint from learning', () => {
  let now = 1_000_000;
  const slots = new AdaptiveSlots(() => now);
  const run = new RunSlots(slots);
  let most = 0;
  for (let round = 0; round < 1_000; round += 1) {
    if (round === 300) now = 5;
    const starts = [run.start()];
    while (starts.length < run.share) starts.push(run.start());
    most = Math.max(most, starts.length);
    for (const start of starts) run.end(start, false);
  }
  expect(most).toBe(100);
});
