import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mapInCompletionOrder } from '#core/run/map-in-completion-order.js';

const NEVER = new AbortController().signal;

async function* countTo(end: number): AsyncGenerator<number, void> {
  for (let index = 0; index < end; index += 1) yield index;
}

async function gather<Out>(results: AsyncIterable<Out>): Promise<Out[]> {
  const gathered: Out[] = [];
  for await (const result of results) gathered.push(result);
  return gathered;
}

/** Maps that settle when the test says so. */
class Gates {
  readonly entered: number[] = [];
  readonly #open = new Map<number, () => void>();

  readonly map = (value: number): Promise<number> => {
    this.entered.push(value);
    return new Promise((resolve) => this.#open.set(value, () => resolve(value)));
  };

  settle(value: number): void {
    this.#open.get(value)?.();
    this.#open.delete(value);
  }

  get waiting(): number[] {
    return [...this.#open.keys()];
  }
}

/** Lets everything that can happen without a timer happen. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('loses nothing, doubles nothing, and never exceeds its concurrency, however long each takes', async () => {
  const scenario = fc.record({
    delays: fc.array(fc.nat(6), { maxLength: 30 }),
    sourceDelays: fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }),
    readerDelays: fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }),
    concurrency: fc.integer({ min: 1, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ delays, sourceDelays, readerDelays, concurrency }) => {
      const wait = async (turns = 0): Promise<void> => {
        for (let count = 0; count < turns; count += 1) await Promise.resolve();
      };
      let inFlight = 0;
      let started = 0;
      let taken = 0;
      async function* source(): AsyncGenerator<number, void> {
        for (const [index] of delays.entries()) {
          await wait(sourceDelays[index % sourceDelays.length]);
          yield index;
        }
      }
      const map = async (index: number): Promise<number> => {
        inFlight += 1;
        started += 1;
        expect(inFlight).toBeLessThanOrEqual(concurrency);
        expect(started - taken).toBeLessThanOrEqual(concurrency);
        await wait(delays[index]);
        inFlight -= 1;
        return index;
      };
      const results: number[] = [];
      for await (const result of mapInCompletionOrder(source(), { concurrency, signal: NEVER, map })) {
        taken += 1;
        results.push(result);
        await wait(readerDelays[results.length % readerDelays.length]);
      }
      expect(results.toSorted((a, b) => a - b)).toEqual([...delays.keys()]);
    }),
    { numRuns: 300 },
  );
});

test('gives results in the order in which they settle', async () => {
  const order = fc.shuffledSubarray([...Array(8).keys()], { minLength: 8 });
  await fc.assert(
    fc.asyncProperty(order, async (settling) => {
      const gates = new Gates();
      const gathered = gather(
        mapInCompletionOrder(countTo(8), { concurrency: 8, signal: NEVER, map: gates.map }),
      );
      await turn();
      for (const value of settling) {
        gates.settle(value);
        await turn();
      }
      expect(await gathered).toEqual(settling);
    }),
    { numRuns: 30 },
  );
});

test('asks for no more than it may run, and for nothing while nobody takes', async () => {
  let asked = 0;
  async function* source(): AsyncGenerator<number, void> {
    while (asked < 10_000) yield asked++;
  }
  const results = mapInCompletionOrder(source(), {
    concurrency: 3,
    signal: NEVER,
    map: async (value) => value,
  });
  await turn();
  expect(asked).toBe(0);
  for (let taken = 1; taken <= 200; taken += 1) {
    await results.next();
    await turn();
    expect(asked).toBeLessThanOrEqual(taken + 3);
  }
  await results.return();
  await turn();
  expect(asked).toBeLessThanOrEqual(203);
});

describe('when the signal is aborted', () => {
  test('starts nothing new, and gives what is under way', async () => {
    const gates = new Gates();
    const over = new AbortController();
    const gathered = gather(
      mapInCompletionOrder(countTo(9), { concurrency: 3, signal: over.signal, map: gates.map }),
    );
    await turn();
    over.abort();
    await turn();
    for (const value of [2, 0, 1]) gates.settle(value);
    expect(await gathered).toEqual([2, 0, 1]);
    expect(gates.entered).toEqual([0, 1, 2]);
    expect(getEventListeners(over.signal, 'abort')).toEqual([]);
  });

  test('does not wait for a source that gives nothing any more', async () => {
    const over = new AbortController();
    const source = { next: () => new Promise<IteratorResult<number, void>>(() => undefined) };
    const gathered = gather(
      mapInCompletionOrder(source, { concurrency: 3, signal: over.signal, map: async (value) => value }),
    );
    await turn();
    over.abort();
    expect(await gathered).toEqual([]);
  });

  test('before it begins, asks for nothing', async () => {
    let asked = 0;
    async function* source(): AsyncGenerator<number, void> {
      yield asked++;
    }
    const context = { concurrency: 3, signal: AbortSignal.abort(), map: async (value: number) => value };
    expect(await gather(mapInCompletionOrder(source(), context))).toEqual([]);
    expect(asked).toBe(0);
  });
});

test('a source that rejects is told after all that is under way', async () => {
  async function* source(): AsyncGenerator<number, void> {
    yield 0;
    yield 1;
    throw new Error('gone');
  }
  const gates = new Gates();
  const seen: number[] = [];
  const told = (async () => {
    for await (const result of mapInCompletionOrder(source(), {
      concurrency: 5,
      signal: NEVER,
      map: gates.map,
    }))
      seen.push(result);
  })();
  const failure = expect(told).rejects.toThrow('gone');
  await turn();
  gates.settle(1);
  await turn();
  gates.settle(0);
  await failure;
  expect(seen).toEqual([1, 0]);
});

test('a reader that leaves early leaves no listener behind', async () => {
  const over = new AbortController();
  const context = { concurrency: 2, signal: over.signal, map: async (value: number) => value };
  for await (const result of mapInCompletionOrder(countTo(100), context)) if (result === 3) break;
  expect(getEventListeners(over.signal, 'abort')).toEqual([]);
});
