import { expect, test } from '@jest/globals';
import { deriveKeys } from '#core/run/derive-keys.js';

const named = (...names: readonly (string | undefined)[]): Parameters<typeof deriveKeys>[0] =>
  names.map((name, index) => ({ index, name, toContent: () => '[1]' }));

test.each<[key: string, derived: string]>([
  ['"8e03"', '"8e03:a"'],
  ['8e03', '8e03:a'],
  ['"a b"', '"a b:a"'],
])('the key %j becomes %j', async (key, derived) => {
  expect([...(await deriveKeys(named('a'), key))]).toEqual([[0, derived]]);
});

test.each(['', ' ', '""', '"', ' "" '])('the key %j gives none', async (key) => {
  expect([...(await deriveKeys(named('a'), key))]).toEqual([]);
});

test('names that are the same have no key, and a key is never that of a name', async () => {
  const hash = '80cbd5b9ff9ea4cff7ef21b7b9d7a7e7b2e7d0f0ad1d0f3c5b9a5c6d7e8f9a0b';
  const keys = await deriveKeys(named('a', 'b', 'a', `sha256:${hash}`, undefined), 'k');
  expect([...keys.keys()]).toEqual([1, 3, 4]);
  expect(keys.get(3)).toBe(`k:sha256%3A${hash}`);
  expect(keys.get(4)).toMatch(/^k:sha256:[0-9a-f]{64}$/);
});

test('names that are not well-formed have different keys', async () => {
  const keys = await deriveKeys(named('\ud800', '\ud801', '\ufffd'), 'k');
  expect(new Set(keys.values()).size).toBe(3);
  for (const key of keys.values()) expect(key).toMatch(/^[!-~]{1,255}$/);
});
