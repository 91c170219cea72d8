import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Dispatch, OperationAnswer } from '#core/operation/dispatch.js';
import type { Outcome } from '#core/operation/outcome.js';
import { BATCH_WORDS } from '#core/operation/run-words.js';
import { resolveOptions } from '#core/options/resolve-options.js';
import { planBatch } from '#core/plan/plan.js';
import { IssueCollector } from '#core/problem/issue-collector.js';
import { run } from '#core/run/run-plan.js';
import { slugOf, toAnswer, toOperation } from '../outcomes.js';
import { settled } from '../settled.js';

const behaviour = fc.record({
  /** Milliseconds until the target settles. */
  latency: fc.integer({ min: 0, max: 40 }),
  ending: fc.constantFrom('answer', 'fail', 'never'),
  /** True if the target settles when it is aborted, as `inject` does; otherwise it goes on. */
  heedsAbort: fc.boolean(),
});
const scenario = fc.record({
  behaviours: fc.array(behaviour, { maxLength: 12 }),
  concurrency: fc.integer({ min: 1, max: 5 }),
  operationTimeoutMs: fc.integer({ min: 1, max: 50 }),
  batchTimeoutMs: fc.integer({ min: 1, max: 120 }),
  clientLeavesAt: fc.option(fc.integer({ min: 0, max: 100 }), { nil: Number.POSITIVE_INFINITY }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

interface Trace {
  /** When each operation was started, in milliseconds after the run, by index and in order of start. */
  readonly startedAt: Map<number, number>;
  readonly outcomes: readonly Outcome[];
  readonly endedAt: number;
  readonly peak: number;
  readonly errorCount: number;
  readonly listenersLeft: number;
}

/** Plays a scenario in the time of the fake clock, timer by timer, with all that follows from each. */
async function play({ behaviours, clientLeavesAt, ...limits }: Scenario): Promise<Trace> {
  const begin = Date.now();
  const client = new AbortController();
  if (Number.isFinite(clientLeavesAt)) setTimeout(() => client.abort(), clientLeavesAt);
  const startedAt = new Map<number, number>();
  const told = new Set<number>();
  let inside = 0;
  let peak = 0;
  let hasEnded = false;
  let errorCount = 0;

  const dispatch: Dispatch = ({ context: { index, signal } }) => {
    expect(startedAt.has(index)).toBe(false);
    expect(hasEnded || client.signal.aborted || signal.aborted).toBe(false);
    startedAt.set(index, Date.now() - begin);
    inside += 1;
    peak = Math.max(peak, inside);
    const { latency, ending, heedsAbort } = behaviours[index]!;
    return new Promise<OperationAnswer>((resolve, reject) => {
      let isInside = true;
      const leave = (): void => {
        if (isInside) inside -= 1;
        isInside = false;
      };
      signal.addEventListener('abort', () => {
        leave(); // the slot is given up, though the target may go on
        if (heedsAbort) reject(signal.reason);
      });
      if (ending === 'never') return;
      setTimeout(() => {
        leave();
        if (ending === 'answer') resolve(toAnswer({ status: 200 + index }));
        else reject(new Error('boom'));
      }, latency);
    });
  };

  const operations = behaviours.map((_, index) => toOperation({ index }));
  let outcomes: readonly Outcome[] | undefined;
  const inFlight = run(planBatch(operations, new IssueCollector()), operations, {
    batchId: 'batch',
    words: BATCH_WORDS,
    dispatch,
    options: {
      ...resolveOptions({ limits }, []),
      onError: () => {
        errorCount += 1;
      },
    },
    outer: undefined,
    host: undefined,
    headersOf: () => ({}),
    allowed: new Set(),
    isSequential: false,
    stopAfter: undefined,
    abort: client.signal,
    onOutcome: ({ operation: { index } }) => {
      expect(hasEnded || told.has(index)).toBe(false);
      told.add(index);
    },
  }).then((all) => {
    outcomes = all;
    hasEnded = true;
  });
  let endedAt = 0;
  for (await settled(); outcomes === undefined && jest.getTimerCount() > 0; await settled()) {
    jest.advanceTimersToNextTimer();
    endedAt = Date.now() - begin;
  }
  expect(outcomes).toBeDefined(); // no timer is left that could end the run
  await inFlight;
  expect(told.size).toBe(operations.length);
  const listenersLeft = getEventListeners(client.signal, 'abort').length;
  // What is left now must come from the scenario itself: playing it to the end starts nothing and reports nothing.
  const errorsAtEnd = errorCount;
  jest.runAllTimers();
  await settled();
  expect(errorCount).toBe(errorsAtEnd);
  return {
    startedAt,
    outcomes: outcomes ?? [],
    endedAt,
    peak,
    errorCount,
    listenersLeft,
  };
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

test('however long targets take, fail, hang or go on: one outcome each, in order, and never too many at once', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (each) => {
      const { behaviours, concurrency, operationTimeoutMs, batchTimeoutMs, clientLeavesAt } = each;
      const { startedAt, outcomes, endedAt, peak, errorCount, listenersLeft } = await play(each);
      const end = Math.min(batchTimeoutMs, clientLeavesAt);

      expect(outcomes.map(({ operation }) => operation.index)).toEqual(behaviours.map((_, index) => index));
      expect(peak).toBeLessThanOrEqual(concurrency);
      expect([...startedAt.keys()]).toEqual([...startedAt.keys()].map((_, index) => index));
      expect(endedAt).toBeLessThanOrEqual(end);
      expect(listenersLeft).toBe(0);

      const slugs = outcomes.map(slugOf);
      expect(errorCount).toBe(slugs.filter((slug) => slug === 'internal').length);
      outcomes.forEach((outcome, index) => {
        const { latency, ending } = behaviours[index]!;
        const start = startedAt.get(index);
        if (start === undefined) {
          expect(slugs[index]).toBe('not-started');
          return;
        }
        expect(start).toBeLessThanOrEqual(end);
        const deadline = Math.min(start + operationTimeoutMs, end);
        const finish = ending === 'never' ? Number.POSITIVE_INFINITY : start + latency;
        const natural = ending === 'fail' ? 'internal' : 'answered';
        if (finish < deadline) expect(slugs[index]).toBe(natural);
        else if (finish > deadline) expect(slugs[index]).toBe('operation-timeout');
        else expect([natural, 'operation-timeout']).toContain(slugs[index]);
        if (outcome.kind === 'answered') expect(outcome.answer.status).toBe(200 + index);
      });
    }),
    { numRuns: 300 },
  );
});
