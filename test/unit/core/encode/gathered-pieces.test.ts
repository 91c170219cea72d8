import { describe, expect, test } from '@jest/globals';
import { GatheredPieces } from '#core/encode/gathered-pieces.js';
import { settled } from '../settled.js';

type Piece = string | Uint8Array;

/** Pieces that arrive when the test says so. */
class Source implements AsyncIterableIterator<Piece> {
  readonly #ready: Piece[] = [];
  #isOver = false;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;
  asked = 0;
  hasReturned = false;

  push(...pieces: Piece[]): void {
    this.#ready.push(...pieces);
    this.#wake();
  }

  end(failure?: Error): void {
    this.#isOver = true;
    this.#failure = failure;
    this.#wake();
  }

  async next(): Promise<IteratorResult<Piece>> {
    this.asked += 1;
    for (;;) {
      const piece = this.#ready.shift();
      if (piece !== undefined) return { done: false, value: piece };
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#isOver) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<Piece>> {
    this.hasReturned = true;
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

function gather(): { source: Source; parts: { hasReturned: boolean }; pieces: GatheredPieces } {
  const source = new Source();
  const parts = {
    hasReturned: false,
    return: async (): Promise<void> => {
      parts.hasReturned = true;
    },
  };
  return { source, parts, pieces: new GatheredPieces(source, parts) };
}

const END = { done: true, value: undefined };

test('what is ready in one turn is one piece, which does not wait for the next one', async () => {
  const { source, pieces } = gather();
  source.push('a\n', 'b\n');
  expect(await pieces.next()).toEqual({ done: false, value: 'a\nb\n' });
  const next = pieces.next();
  await settled();
  source.push('c\n');
  expect(await next).toEqual({ done: false, value: 'c\n' });
});

test('what becomes ready in a turn goes out at its end, not in a later one', async () => {
  const { source, pieces } = gather();
  // Like an operation that was started before anybody asked for its line.
  setImmediate(() => source.push('a\n'));
  setImmediate(() => source.push('b\n'));
  let out: unknown;
  void pieces.next().then((next) => {
    out = next.value;
  });
  await settled();
  expect(out).toBe('a\nb\n');
});

test('nothing is read while nobody asks, but for what was asked for', async () => {
  const { source, pieces } = gather();
  source.push('a');
  await pieces.next();
  source.push('b', 'c', 'd');
  await settled();
  expect(source.asked).toBe(2);
  expect(await pieces.next()).toEqual({ done: false, value: 'bcd' });
});

test('no more than about 16 KiB is read in one turn, and an empty piece ends it', async () => {
  const { source, pieces } = gather();
  source.push(...Array.from({ length: 100 }, () => 'x'.repeat(1_000)), '', 'last');
  const lengths: number[] = [];
  source.end();
  for await (const piece of pieces) lengths.push(piece.length);
  expect(lengths.slice(0, -1).every((length) => length >= 1_000 && length < 18_000)).toBe(true);
  expect(lengths.at(-1)).toBe(4);
  expect(lengths.reduce((sum, length) => sum + length)).toBe(100_004);
});

test('bytes keep their place between texts', async () => {
  const { source, pieces } = gather();
  source.push('a', 'b', Uint8Array.of(1), Uint8Array.of(2), 'c');
  source.end();
  const all: Piece[] = [];
  for await (const piece of pieces) all.push(piece);
  expect(all).toEqual(['ab', Uint8Array.of(1), Uint8Array.of(2), 'c']);
});

test('a source that fails is reported after what it has given', async () => {
  const { source, pieces } = gather();
  source.push('a');
  source.end(new Error('gone'));
  expect(await pieces.next()).toEqual({ done: false, value: 'a' });
  await expect(pieces.next()).rejects.toThrow('gone');
});

describe('return', () => {
  test('ends the parts and the source although a piece is still awaited', async () => {
    const { source, parts, pieces } = gather();
    const next = pieces.next();
    await settled();
    expect(await pieces.return()).toEqual(END);
    expect([parts.hasReturned, source.hasReturned]).toEqual([true, true]);
    expect(await next).toEqual(END);
    expect(await pieces.next()).toEqual(END);
  });
});
