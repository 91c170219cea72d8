import { expect, test } from '@jest/globals';
import { loadBench } from '../load-bench.js';

interface Turns {
  readonly longestMs: number;
  readonly longestCpuMs: number;
  readonly longestWithoutGcMs: number;
}

const { TurnWatch, toTurns } = await loadBench<{
  TurnWatch: new () => { begin: () => void; end: () => Promise<Turns> };
  toTurns: (turns: readonly object[], pauses: readonly object[]) => Turns;
}>('measure/turn-watch');

test('the longest turn counts, and the longest without the pauses that lie in it', () => {
  const turns = [
    { start: 0, end: 10, cpuMs: 9 },
    { start: 10, end: 40, cpuMs: 4 },
    { start: 40, end: 60, cpuMs: 12 },
  ];
  const pauses = [
    { startTime: 12, duration: 5 },
    { startTime: 30, duration: 8 },
    { startTime: 50, duration: 1 },
  ];
  expect(toTurns(turns, pauses)).toEqual({ longestMs: 30, longestCpuMs: 12, longestWithoutGcMs: 19 });
  expect(toTurns([], pauses)).toEqual({ longestMs: 0, longestCpuMs: 0, longestWithoutGcMs: 0 });
});

test('a watch sees the turn in which this process is busy', async () => {
  const watch = new TurnWatch();
  watch.begin();
  await new Promise((resolve) => setImmediate(resolve));
  const end = performance.now() + 3;
  while (performance.now() < end);
  const turns = await watch.end();
  expect(turns.longestMs).toBeGreaterThan(0);
});
