import { expect, test } from '@jest/globals';
import { SummaryCounter } from '@multistatus/document';
import { CountedParts } from '#core/encode/counted-parts.js';
import type { AnswerPart } from '#core/formats/answer-encoder.js';
import { mapReady, type ReadyIterator } from '#wire/ready-iterator.js';

/** Returns parts that are all ready. */
function readyParts(results: AnswerPart['result'][]): ReadyIterator<AnswerPart> {
  const left = [...results];
  const source: ReadyIterator<AnswerPart['result']> = {
    takeReady: () => left.shift(),
    next: async () => {
      const value = left.shift();
      return value === undefined ? { done: true, value } : { done: false, value };
    },
    return: async () => ({ done: true, value: undefined }),
    [Symbol.asyncIterator]: () => source,
  };
  return mapReady(source, (result) => ({ response: { href: '/photos', status: 200 }, result }));
}

test('parts are counted however they are read, and the summary is passed on once, at the end', async () => {
  const summaries: object[] = [];
  const parts = new CountedParts(
    readyParts(['succeeded', 'failed', 'succeeded']),
    new SummaryCounter(),
    (summary) => summaries.push(summary),
  );
  expect(await parts.next()).toMatchObject({ value: { result: 'succeeded' } });
  expect(parts.takeReady()).toMatchObject({ result: 'failed' });
  expect(parts.takeReady()).toMatchObject({ result: 'succeeded' });
  expect(parts.takeReady()).toBeUndefined();
  expect(summaries).toEqual([]);
  expect(await parts.next()).toEqual({ done: true, value: undefined });
  expect(await parts.next()).toEqual({ done: true, value: undefined });
  expect(summaries).toEqual([{ total: 3, succeeded: 2, failed: 1, other: 0 }]);
});
