import { describe, expect, test } from '@jest/globals';
import { memoryStore } from '@multistatus/journal/memory';
import { testStore } from '@multistatus/journal/test-store';

const request = { fingerprint: 'f', about: 'a', leaseMs: 100, keepMs: 1000 };
const write = { owner: 'o', sequence: 1, leaseMs: 0, keepMs: 1000, inFlight: '', outcomes: [] };

describe('memoryStore', () => {
  for (const { name, run } of testStore(() => memoryStore())) test(name, run);

  test('takes its time from the option now', async () => {
    let time = 0;
    const store = memoryStore({ now: () => time });
    await store.begin({ ...request, ref: 'r', owner: 'o' });
    time = 99.5;
    expect(await store.begin({ ...request, ref: 'r', owner: 'p' })).toEqual({
      state: 'running',
      leaseLeftMs: 1,
    });
    time = 100;
    expect(await store.begin({ ...request, ref: 'r', owner: 'p' })).toMatchObject({ state: 'resumed' });
    time = 1199;
    expect(await store.sweep()).toBe(0);
    expect(await store.write('r', { ...write, owner: 'p' })).toBe(true);
    time = 2199;
    expect(await store.write('r', { ...write, owner: 'p', sequence: 2 })).toBe(false);
    expect(await store.sweep()).toBe(1);
    expect(await store.sweep()).toBe(0);
  });

  test('begins no more entries than maxEntries, until some expire', async () => {
    let time = 0;
    const store = memoryStore({ maxEntries: 2, now: () => time });
    const begin = (ref: string) => store.begin({ ...request, ref, owner: 'o' });
    await begin('a');
    time = 500;
    await begin('b');
    await expect(begin('c')).rejects.toThrow(
      'memoryStore is full, with maxEntries 2: raise this limit, or use redisStore or postgresStore',
    );
    expect(await begin('b')).toEqual({ state: 'begun' });
    expect(await store.write('b', write)).toBe(true);
    time = 1100;
    expect(await begin('c')).toEqual({ state: 'begun' });
    await expect(begin('a')).rejects.toThrow('memoryStore is full');
  });

  test('begins an expired entry anew when it is full', async () => {
    let time = 0;
    const store = memoryStore({ maxEntries: 1, now: () => time });
    await store.begin({ ...request, ref: 'a', owner: 'o' });
    time = 1100;
    expect(await store.begin({ ...request, ref: 'a', owner: 'p' })).toEqual({ state: 'begun' });
  });

  test('holds 10,000 entries by default', async () => {
    const store = memoryStore();
    const begin = (ref: number) => store.begin({ ...request, keepMs: 3_600_000, ref: `${ref}`, owner: 'o' });
    for (let ref = 0; ref < 10_000; ref += 1) await begin(ref);
    await expect(begin(10_000)).rejects.toThrow('memoryStore is full, with maxEntries 10000');
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses maxEntries: %d', (maxEntries) => {
    expect(() => memoryStore({ maxEntries })).toThrow(
      new RangeError(`memoryStore.maxEntries must be an integer >= 1, got ${maxEntries}`),
    );
  });

  test.each([undefined, 1, 2 ** 31])('takes maxEntries: %d', (maxEntries) => {
    expect(() => memoryStore({ maxEntries })).not.toThrow();
  });
});
