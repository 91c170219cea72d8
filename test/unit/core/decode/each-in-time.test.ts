import { expect, test } from '@jest/globals';
import { eachInTime } from '#core/decode/each-in-time.js';
import { thrownProblem } from '../thrown-problem.js';

async function* never(...first: string[]): AsyncGenerator<string, void, undefined> {
  yield* first;
  await new Promise(() => undefined);
}

async function gather(pieces: AsyncIterable<string>, into: string[]): Promise<void> {
  for await (const piece of pieces) into.push(piece);
}

test('passes on every piece, and ends with its source', async () => {
  async function* source(): AsyncGenerator<string, void, undefined> {
    yield* ['a', 'b'];
  }
  const seen: string[] = [];
  await gather(eachInTime(source(), 1_000), seen);
  expect(seen).toEqual(['a', 'b']);
});

test('a piece that does not arrive in time is 408, and what came before has been passed on', async () => {
  const seen: string[] = [];
  const problem = await thrownProblem(() => gather(eachInTime(never('a', 'b'), 1), seen));
  expect(seen).toEqual(['a', 'b']);
  expect(problem).toMatchObject({ status: 408, limit: 'bodyTimeoutMs', max: 1 });
});

test('an error of the source is passed on', async () => {
  async function* source(): AsyncGenerator<string, void, undefined> {
    yield 'a';
    throw new Error('gone');
  }
  await expect(gather(eachInTime(source(), 1_000), [])).rejects.toThrow('gone');
});

test('a consumer that stops early ends the source', async () => {
  let hasEnded = false;
  async function* source(): AsyncGenerator<string, void, undefined> {
    try {
      yield* ['a', 'b'];
    } finally {
      hasEnded = true;
    }
  }
  for await (const piece of eachInTime(source(), 1_000)) {
    expect(piece).toBe('a');
    break;
  }
  expect(hasEnded).toBe(true);
});
