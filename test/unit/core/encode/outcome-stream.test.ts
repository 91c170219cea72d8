import { expect, test } from '@jest/globals';
import { OutcomeStream } from '#core/encode/outcome-stream.js';
import type { Outcome } from '#core/operation/outcome.js';
import { toAnswered } from '../outcomes.js';

async function readAll(stream: OutcomeStream): Promise<{ indexes: number[]; error: unknown }> {
  const indexes: number[] = [];
  try {
    for await (const { operation } of stream) indexes.push(operation.index);
  } catch (error) {
    return { indexes, error };
  }
  return { indexes, error: undefined };
}

/** Adds two outcomes, in different turns. */
async function addTwo(add: (outcome: Outcome) => void): Promise<void> {
  add(toAnswered({}, { index: 1 }));
  await Promise.resolve();
  add(toAnswered({}, { index: 0 }));
}

test('yields the outcomes in the order in which they settle, and ends with the run', async () => {
  const ended: string[] = [];
  const stream = OutcomeStream.of(addTwo, {
    onEnd: () => ended.push('end'),
    onError: () => ended.push('error'),
  });
  expect(await readAll(stream)).toEqual({ indexes: [1, 0], error: undefined });
  expect(ended).toEqual(['end']);
});

test('a run that rejects ends the stream with an error of its own, after what was known', async () => {
  const errors: unknown[] = [];
  const failure = new Error('hidden');
  const stream = OutcomeStream.of(
    async (add) => {
      await addTwo(add);
      throw failure;
    },
    { onEnd: () => undefined, onError: (error) => errors.push(error) },
  );
  const { indexes, error } = await readAll(stream);
  expect(indexes).toEqual([1, 0]);
  expect(String(error)).toBe('Error: The run failed before all outcomes were known');
  expect(errors).toEqual([failure]);
});
