import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { atOnce, inShortTurns } from '#wire/next-turn.js';

function* count(to: number): Generator<number, string, undefined> {
  for (let step = 1; step <= to; step += 1) yield step;
  return `counted to ${to}`;
}

/** Makes each look at the clock find it later by so many milliseconds. */
function passTime(milliseconds: number): void {
  let now = 1_000_000;
  jest.spyOn(Date, 'now').mockImplementation(() => {
    now += milliseconds;
    return now;
  });
}

/** Returns what the promise resolves to, and how many turns of the event loop go by until then. */
async function countTurns<Result>(promise: Promise<Result>): Promise<{ result: Result; turns: number }> {
  let turns = 0;
  let immediate: NodeJS.Immediate;
  const next = (): void => {
    turns += 1;
    immediate = setImmediate(next);
  };
  immediate = setImmediate(next);
  const result = await promise;
  clearImmediate(immediate);
  return { result, turns };
}

afterEach(() => {
  jest.restoreAllMocks();
});

test('atOnce returns the result of all steps', () => {
  expect(atOnce(count(3))).toBe('counted to 3');
});

describe('inShortTurns', () => {
  test('takes no turn of its own while little time passes', async () => {
    passTime(0);
    expect(await countTurns(inShortTurns(count(10_000)))).toEqual({ result: 'counted to 10000', turns: 0 });
  });

  test('leaves the event loop to others whenever a few milliseconds have passed', async () => {
    passTime(1);
    const { result, turns } = await countTurns(inShortTurns(count(400)));
    expect(result).toBe('counted to 400');
    expect(turns).toBeGreaterThanOrEqual(90);
    expect(turns).toBeLessThanOrEqual(110);
  });

  test('also does if the clock is set back', async () => {
    passTime(-1_000);
    expect((await countTurns(inShortTurns(count(10)))).turns).toBeGreaterThanOrEqual(9);
  });

  test('rejects with what a step throws', async () => {
    const steps = (function* fail(): Generator<void, never, undefined> {
      yield;
      throw new RangeError('too far');
    })();
    await expect(inShortTurns(steps)).rejects.toThrow('too far');
  });
});
