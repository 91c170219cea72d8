import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BodyShelf } from '#core/lines/body-shelf.js';
import { KeptOutcome } from '#core/lines/kept-outcome.js';
import { unreadOperation } from '#core/lines/line.js';
import type { Outcome } from '#core/operation/outcome.js';
import { anyCharacter } from '../../../support/any-character.js';
import { toAnswered, toUnanswered } from '../outcomes.js';

const text = fc.string({ unit: anyCharacter });
const answers = fc.record({
  status: fc.integer({ min: 200, max: 599 }),
  body: fc.oneof(fc.uint8Array({ maxLength: 50 }), fc.uint8Array({ minLength: 4_000, maxLength: 5_000 })),
  headers: fc.dictionary(
    fc.oneof(fc.constant('__proto__'), fc.stringMatching(/^[a-z-]{1,8}$/)),
    fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 3 })),
  ),
  trailers: fc.option(fc.constant({ 'x-sum': '1' }), { nil: undefined }),
  isBodyNotStored: fc.option(fc.boolean(), { nil: undefined }),
});

/** What is kept of an outcome: the client cannot refer to what it has sent itself. */
function withoutRequest(outcome: Outcome): Outcome {
  const { index, id, method, url } = outcome.operation;
  return { ...outcome, operation: { ...unreadOperation(index), id, method, url } };
}

test('outcomes are kept as they were, but for what the client has sent', () => {
  fc.assert(
    fc.property(fc.array(answers, { maxLength: 40 }), (all) => {
      const shelf = new BodyShelf();
      const outcomes = all.map((answer, index) =>
        toAnswered(answer, { id: `line ${index}`, index, headers: { 'x-sent': '1' }, method: 'POST' }),
      );
      const kept = outcomes.map((outcome) => new KeptOutcome(outcome, shelf));
      for (const [index, outcome] of outcomes.entries()) {
        const returned = kept[index]!.toOutcome();
        const { answer } = returned as Extract<Outcome, { kind: 'answered' }>;
        expect({ ...returned, answer: { ...answer, body: Buffer.from(answer.body) } }).toEqual(
          withoutRequest(outcome),
        );
        expect(kept[index]!.toOutcome()).toBe(returned);
      }
    }),
    { numRuns: 50 },
  );
});

test('a body is dropped, or not kept in the first place, as one that was too large', () => {
  const outcome = toAnswered({ body: 'body' });
  const dropped = new KeptOutcome(outcome, new BodyShelf());
  expect(dropped.bodyBytes).toBe(4);
  expect(dropped.toOutcome()).toMatchObject({ answer: { isBodyTooLarge: false } });
  dropped.dropBody();
  for (const kept of [dropped, new KeptOutcome(outcome, undefined)]) {
    expect(kept.bodyBytes).toBe(0);
    expect(kept.toOutcome()).toMatchObject({ answer: { body: { byteLength: 0 }, isBodyTooLarge: true } });
  }
});

test('the problem of an operation that was not answered is kept', () => {
  const outcome = toUnanswered('failed', { because: ['other'] });
  const kept = new KeptOutcome(outcome, new BodyShelf());
  expect(kept.toOutcome()).toEqual({ ...withoutRequest(outcome), kind: 'skipped' });
});

test('a body that is longer than what is copied together stays where it is', () => {
  const body = new Uint8Array(100_000).fill(7);
  const { slab, start } = new BodyShelf().add(body);
  expect(slab).toBe(body);
  expect(start).toBe(0);
});
