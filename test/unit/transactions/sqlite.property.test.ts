import { expect, test } from '@jest/globals';
import type { OperationGroup } from '@multistatus/core';
import { sqliteTransaction } from '@multistatus/transactions/sqlite';
import fc from 'fast-check';
import { settled } from '../core/settled.js';
import { CONNECTIONS, INSERT, notesOf } from './sqlite-connections.js';

/** A group, or work beside groups: it writes notes, and waits before each as many times as the number says. */
const unit = fc.record({
  isGroup: fc.boolean(),
  waits: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
  end: fc.constantFrom('succeeds', 'fails', 'is aborted'),
  startsAfter: fc.integer({ min: 0, max: 4 }),
});

async function wait(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await settled();
}

test.each(CONNECTIONS)('%s: what was reported as written is kept, and nothing else', async (_name, open) => {
  await fc.assert(
    fc.asyncProperty(fc.array(unit, { maxLength: 8 }), async (units) => {
      const connection = open();
      const transaction = sqliteTransaction(connection);

      /** Resolves to the notes that were reported as written. */
      async function run({ isGroup, waits, end, startsAfter }: (typeof units)[number], index: number) {
        const notes = waits.map((_, position) => `${index}-${position}`);
        await wait(startsAfter);
        if (!isGroup) {
          for (const [position, note] of notes.entries()) {
            await wait(waits[position] ?? 0);
            await transaction.inTurn((db) => db.prepare(INSERT).run(note));
          }
          return notes;
        }
        const leaving = new AbortController();
        const group: OperationGroup = { name: 'g', operations: [], signal: leaving.signal };
        const ended = transaction(group, async (tx) => {
          for (const [position, note] of notes.entries()) {
            tx.prepare(INSERT).run(note);
            await wait(waits[position] ?? 0);
          }
          if (end === 'fails') throw new Error('failed');
        });
        if (end === 'is aborted') void wait(startsAfter).then(() => leaving.abort(new Error('left')));
        return ended.then(
          () => notes,
          () => [],
        );
      }

      const reported = await Promise.all(units.map(run));
      expect(notesOf(connection)).toEqual(reported.flat().toSorted());
    }),
    { numRuns: 100 },
  );
});
