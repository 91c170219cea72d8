import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GatheredPieces } from '#core/encode/gathered-pieces.js';

type Piece = string | Uint8Array;

/** What a source does before its next piece: it waits for so many turns of the event loop, or of the queue of microtasks. */
interface Step {
  readonly turns: number;
  readonly ticks: number;
  readonly piece: Piece;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

async function wait({ turns, ticks }: Pick<Step, 'turns' | 'ticks'>): Promise<void> {
  for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}

const step: fc.Arbitrary<Step> = fc.record({
  turns: fc.constantFrom(0, 0, 0, 0, 1, 2),
  ticks: fc.nat(3),
  piece: fc.oneof(
    { weight: 4, arbitrary: fc.string() },
    { weight: 3, arbitrary: fc.constantFrom('', 'x'.repeat(5_000), 'y'.repeat(40_000)) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 9 }) },
  ),
});

test('returns the text of any source in order, then its end or its failure, and asks for no more than a turn needs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60, size: 'max' }),
      fc.boolean(),
      fc.option(fc.nat(20), { nil: undefined }),
      fc.array(fc.record({ turns: fc.nat(2), ticks: fc.nat(3) }), { maxLength: 10 }),
      async (steps, fails, leavesAfter, pauses) => {
        const written: Buffer[] = [];
        let sent = 0;
        let taken = 0;
        let furthest = 0;
        let hasEnded = false;
        async function* source(): AsyncGenerator<Piece, void, undefined> {
          try {
            for (const each of steps) {
              await wait(each);
              written.push(Buffer.from(each.piece as string));
              sent += each.piece.length;
              yield each.piece;
            }
            if (fails) throw new Error('broken');
          } finally {
            hasEnded = true;
          }
        }
        const pieces = new GatheredPieces(source(), { return: async () => undefined });
        const received: Buffer[] = [];
        let error: unknown;
        try {
          for await (const piece of pieces) {
            expect(piece.length).toBeGreaterThan(0);
            received.push(Buffer.from(piece as string));
            taken += piece.length;
            await wait(pauses[received.length % 10] ?? { turns: 0, ticks: 0 });
            furthest = Math.max(furthest, sent - taken);
            if (received.length === leavesAfter) break;
          }
        } catch (caught) {
          error = caught;
        }
        const text = Buffer.concat(received);
        const whole = Buffer.concat(written);
        expect(hasEnded).toBe(true);
        // A turn's worth, the piece that fills it, and the one that was asked for before.
        expect(furthest).toBeLessThan(100_000);
        if (received.length === leavesAfter) {
          expect(whole.subarray(0, text.length).equals(text)).toBe(true);
        } else {
          expect(text.equals(whole)).toBe(true);
          expect(written).toHaveLength(steps.length);
          expect(error).toEqual(fails ? new Error('broken') : undefined);
        }
      },
    ),
    { numRuns: 30 },
  );
});
