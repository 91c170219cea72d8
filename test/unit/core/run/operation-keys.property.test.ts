import { expect, test } from '@jest/globals';
import { createBatchHandler, type Dispatch } from '@multistatus/core/adapter';
import fc from 'fast-check';
import { toAnswer } from '../outcomes.js';
import { toEnvelope } from '../to-envelope.js';

interface Sent {
  readonly id?: string | undefined;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: number;
}

/** An app that remembers by Idempotency-Key what it has made, and makes nothing twice under one key. */
class Store {
  readonly #made = new Set<string>();
  readonly #handle = createBatchHandler();

  /** Sends a batch. Returns which operations made something, and which had a key. `isBusy` refuses some of them. */
  async send(
    requests: readonly Sent[],
    isBusy: (index: number) => boolean = () => false,
  ): Promise<{ made: ReadonlySet<number>; keyed: ReadonlySet<number> }> {
    const made = new Set<number>();
    const keyed = new Set<number>();
    const dispatch: Dispatch = async ({ headers, context: { index } }) => {
      const key = headers['idempotency-key'];
      if (key !== undefined) keyed.add(index);
      if (isBusy(index)) return toAnswer({ status: 503, headers: { 'retry-after': '1' } });
      if (key === undefined || !this.#made.has(String(key))) made.add(index);
      if (key !== undefined) this.#made.add(String(key));
      return toAnswer({ status: 201 });
    };
    const headers = { 'idempotency-key': '"k1"' };
    await this.#handle(toEnvelope({ text: JSON.stringify({ requests }), headers }), dispatch);
    return { made, keyed };
  }
}

// Few contents, so that many operations are equal.
const content = fc.record({
  method: fc.constantFrom('POST', 'PATCH'),
  url: fc.constantFrom('/a', '/b'),
  headers: fc.constantFrom({}, { 'x-a': '1' }),
  body: fc.integer({ min: 0, max: 1 }),
});
const operation = fc.tuple(content, fc.option(fc.constantFrom('name', 'place'), { nil: undefined }));
const operations = fc.array(operation, { minLength: 1, maxLength: 8 }).map((all) =>
  all.map(
    ([members, id], index): Sent => ({
      ...members,
      id: id === 'name' ? `é ${index}` : id === 'place' ? `~${index}` : undefined,
    }),
  ),
);

test('whatever part of a batch is sent again, in whatever order: no effect is skipped, and none that had a key doubled', async () => {
  await fc.assert(
    fc.asyncProperty(
      operations.chain((all) => {
        const indexes = all.map((_operation, index) => index);
        const busy = fc.subarray(indexes);
        return fc.tuple(fc.constant(all), busy, fc.shuffledSubarray(indexes, { minLength: 1 }));
      }),
      async ([all, busy, again]) => {
        const store = new Store();
        const first = await store.send(all, (index) => busy.includes(index));
        const second = await store.send(again.map((index) => all[index] as Sent));
        for (const [position, index] of again.entries()) {
          const isMadeNow = second.made.has(position);
          if (!first.made.has(index)) expect(isMadeNow).toBe(true);
          else if (first.keyed.has(index)) expect(isMadeNow).toBe(false);
        }
        const isUnique = (one: Sent): boolean =>
          one.id?.startsWith('é') === true || all.filter((other) => sameContent(one, other)).length === 1;
        for (const [index, one] of all.entries()) if (isUnique(one)) expect(first.keyed).toContain(index);
      },
    ),
    { numRuns: 300 },
  );
});

/** Compares operations without names. */
function sameContent(one: Sent, other: Sent): boolean {
  if (other.id?.startsWith('é') === true) return false;
  const [first, second] = [one, other].map(({ id: _id, ...rest }) => JSON.stringify(rest));
  return first === second;
}
