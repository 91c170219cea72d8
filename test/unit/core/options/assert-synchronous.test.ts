import { expect, test } from '@jest/globals';
import { assertSynchronous } from '#core/options/assert-synchronous.js';
import { settled } from '../settled.js';

test.each([undefined, null, 1, 'a', {}, () => undefined])('takes %p', (result) => {
  expect(() => assertSynchronous('batch.prepare', result)).not.toThrow();
});

test('refuses a promise, and drops what it rejects with', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const refuse = (): void => assertSynchronous('batch.prepare', Promise.reject(new Error('late')));
  expect(refuse).toThrow(TypeError);
  expect(refuse).toThrow(
    'batch.prepare must not be asynchronous; await earlier, for example in a middleware before the batch',
  );
  expect(() => assertSynchronous('batch.prepare', Promise.resolve())).toThrow(TypeError);
  await settled();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
