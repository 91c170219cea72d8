import { expect, test } from '@jest/globals';
import { runLines } from '#core/lines/run-lines.js';
import type { OperationRequest } from '#core/operation/dispatch.js';
import { AdaptiveSlots } from '#core/run/adaptive-slots.js';
import { toAnswer, toOperation } from '../outcomes.js';
import { settled } from '../settled.js';
import { toRunContext } from '../start-run.js';

type Items = AsyncGenerator<{ value: number }, void, undefined>;

async function* items(): Items {
  yield { value: 0 };
  yield { value: 1 };
}

/** Runs at most two items at the same time, or as many as there are `slots`. */
function start(
  sent: Items,
  context: Parameters<typeof toRunContext>[0],
  slots?: AdaptiveSlots,
): ReturnType<typeof runLines> {
  return runLines(sent, {
    runContext: { ...toRunContext(context), slots },
    check: async (_sent, index) => ({ operation: toOperation({ index }) }),
    operationAt: (index) => toOperation({ index }),
    concurrency: 2,
    timeoutMs: Number.POSITIVE_INFINITY,
    maxItems: Number.POSITIVE_INFINITY,
    limitOfItems: 'maxItems',
    maxResponseBytes: Number.POSITIVE_INFINITY,
  });
}

test('ends what still runs when nobody asks for the rest', async () => {
  const requests: OperationRequest[] = [];
  const outcomes = start(items(), {
    // The second is answered, the first never is.
    dispatch: (request) => {
      requests.push(request);
      return requests.length === 1 ? new Promise(() => undefined) : Promise.resolve(toAnswer());
    },
  });
  const first = await outcomes.next();
  expect(first.value).toMatchObject({ operation: { index: 1 } });
  const { signal } = requests[0]!.context;
  expect(signal.aborted).toBe(false);
  await outcomes.return();
  expect(signal.aborted).toBe(true);
});

test('runs as many items at the same time as there are slots', async () => {
  async function* many(): Items {
    for (let value = 0; value < 60; value += 1) yield { value };
  }
  let now = 0;
  const slots = new AdaptiveSlots(() => now);
  const waiting: (() => void)[] = [];
  const dispatch = () =>
    new Promise<ReturnType<typeof toAnswer>>((resolve) => waiting.push(() => resolve(toAnswer())));
  const outcomes = start(many(), { dispatch }, slots);
  let read = outcomes.next();
  await settled();
  expect(waiting).toHaveLength(8);
  for (let ended = 0; ended < 40; ended += 1) {
    now += 1;
    waiting.shift()?.();
    await read;
    read = outcomes.next();
    await settled();
  }
  expect(waiting.length).toBeGreaterThan(8);
  for (const answer of waiting) answer();
  await read;
  await outcomes.return();
});

test.each([
  ['while one still runs', true],
  ['when nothing runs any more', false],
])(
  'an item that arrives after the run was stopped, %s, is the first that did not run',
  async (_title, isEarly) => {
    const drain = new AbortController();
    let arrive = (): void => undefined;
    let answer = (): void => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const list = (async function* (): Items {
      yield { value: 0 };
      await arrival;
      yield { value: 1 };
    })();
    const outcomes = start(list, {
      drain: drain.signal,
      dispatch: () => answered.then(() => toAnswer()),
    });
    const first = outcomes.next();
    await settled();
    drain.abort();
    if (isEarly) arrive();
    await settled();
    answer();
    expect((await first).value).toMatchObject({ operation: { index: 0 }, result: 'succeeded' });
    const second = outcomes.next();
    arrive();
    expect((await second).value).toMatchObject({ operation: { index: 1 }, kind: 'skipped' });
    expect(await outcomes.next()).toEqual({ done: true, value: undefined });
  },
);
