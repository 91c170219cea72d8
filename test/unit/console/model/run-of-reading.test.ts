import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { toReading } from '@multistatus/document';
import { type Run, takenBatches } from '#console-page/model/run.js';
import { runOfReading } from '#console-page/model/run-of-reading.js';

const MONITOR = 'https://shop.example/batch/monitors/a';
const REQUESTS = ['a', 'b', 'c'].map((id) => ({ id, method: 'GET', url: `/${id}` }));
const RESPONSES = [
  { id: 'c', href: '/c', status: 404 },
  { id: 'stranger', href: '/x', status: 200 },
  { index: 0, href: '/a', status: 200 },
  { index: 9_007_199_254_740_991, href: '/y', status: 200 },
];

/** There are no frames in Node. */
beforeAll(() => {
  Object.assign(globalThis, { requestAnimationFrame: () => 0 });
});
afterAll(() => {
  Reflect.deleteProperty(globalThis, 'requestAnimationFrame');
});
afterEach(() => takenBatches.clear());

function read(): readonly unknown[] {
  const run: Run = runOfReading(toReading({ responses: RESPONSES }), { monitor: MONITOR, durationMs: 1 });
  return run.rows.all.map(({ index, id, url, state }) => [index, id, url, state]);
}

test('responses find their operations by id or index, whatever is missing', () => {
  takenBatches.set(MONITOR, { text: '', batch: { requests: REQUESTS } });
  expect(read()).toEqual([
    [2, 'c', '/c', 'failed'],
    [0, 'a', '/a', 'succeeded'],
  ]);
});

test('of a batch that this page has not sent, every response is a line of its own', () => {
  expect(read()).toEqual([
    [0, 'c', '/c', 'failed'],
    [1, 'stranger', '/x', 'succeeded'],
    [2, '', '/a', 'succeeded'],
    [3, '', '/y', 'succeeded'],
  ]);
});
