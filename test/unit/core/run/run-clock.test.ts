import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Timing } from '@multistatus/document';
import { RunClock, type TimingSettings } from '#core/run/run-clock.js';
import { toAnswered, toUnanswered } from '../outcomes.js';

let now = 0;
beforeEach(() => {
  now = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Runs an operation from one time to another, and returns its timing. */
function timingOf(settings: TimingSettings, [start, end]: readonly [number, number]): Timing | undefined {
  const clock = new RunClock(settings);
  const outcome = toAnswered({}, { index: 4 });
  now = start;
  clock.start(outcome.operation);
  now = end;
  return clock.stop(outcome).timing;
}

test.each<[start: number, end: number, timing: Timing]>([
  [1_000, 1_000, { startMs: 0, durationMs: 0 }],
  [1_012, 1_042.5, { startMs: 12, durationMs: 30.5 }],
  [1_000.26, 1_000.34, { startMs: 0.3, durationMs: 0 }],
  // Both ends are rounded: 0.1 + 0.1 is the end, 0.2, although it took 0.12.
  [1_000.06, 1_000.18, { startMs: 0.1, durationMs: 0.1 }],
  [1_000.1, 1_000.3, { startMs: 0.1, durationMs: 0.2 }],
])('from %d to %d is %j after the start of the run', (start, end, timing) => {
  expect(timingOf({}, [start, end])).toEqual(timing);
});

test('the times count from when the request was accepted, and are never negative', () => {
  expect(timingOf({ acceptedAt: -500 }, [1_000, 1_001])).toEqual({ startMs: 1_500, durationMs: 1 });
  expect(timingOf({ acceptedAt: 1_005 }, [1_000, 1_010])).toEqual({ startMs: 0, durationMs: 5 });
});

test('an operation that has not started, or has been stopped, gets none', () => {
  const clock = new RunClock({});
  const skipped = toUnanswered('skipped', {}, { index: 1 });
  expect(clock.stop(skipped)).toBe(skipped);
  clock.start(skipped.operation);
  expect(clock.stop(skipped)).toEqual({ ...skipped, timing: { startMs: 0, durationMs: 0 } });
  expect(clock.stop(skipped)).toBe(skipped);
});

test('in one call, all operations start with the first that starts, and end with the first that ends', () => {
  const clock = new RunClock({ isOneCall: true });
  const outcomes = [0, 1].map((index) => toAnswered({}, { index }));
  for (const { operation } of outcomes) {
    clock.start(operation);
    now += 5;
  }
  const timed = outcomes.map((outcome) => {
    now += 5;
    return clock.stop(outcome);
  });
  const timing = { startMs: 0, durationMs: 15 };
  expect(timed.map((outcome) => outcome.timing)).toEqual([timing, timing]);
});
