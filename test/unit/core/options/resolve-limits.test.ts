import { describe, expect, test } from '@jest/globals';
import { isAdaptive, LIMIT_NAMES, resolveLimits } from '#core/options/resolve-limits.js';

/** Design section 7; bytes, characters, milliseconds or pieces, as the name says. */
const DEFAULTS = {
  maxOperations: 100,
  maxUnsafeOperations: 100,
  maxBodyBytes: 1024 ** 2,
  maxLineBytes: 1024 ** 2,
  concurrency: 100,
  operationTimeoutMs: 10_000,
  batchTimeoutMs: 25_000,
  maxOperationResponseBytes: 4 * 1024 ** 2,
  maxResponseBytes: 32 * 1024 ** 2,
  maxUrlLength: 8192,
  maxHeaderBytes: 16 * 1024,
  maxJsonDepth: 64,
  maxDependencyDepth: 100,
  maxConcurrentRequests: 64,
  maxBytesUnderWay: 268_435_456,
  bodyTimeoutMs: 30_000,
  sendTimeoutMs: 30_000,
};

test('every limit has a finite default', () => {
  expect(resolveLimits({})).toEqual(DEFAULTS);
  expect(LIMIT_NAMES).toEqual(Object.keys(DEFAULTS));
});

test('the result is frozen, and the options are left alone', () => {
  const options = Object.freeze({ concurrency: 2 });
  const limits = resolveLimits(options);
  expect(Object.isFrozen(limits)).toBe(true);
  expect(limits.concurrency).toBe(2);
});

describe.each(LIMIT_NAMES)('%s', (name) => {
  const alternative = name === 'concurrency' ? ", or 'auto'" : '';
  const greatest = name.endsWith('Ms') ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;

  test.each<[label: string, options: object]>([
    ['{}', {}],
    ['undefined', { [name]: undefined }],
    ['a null-prototype object', Object.create(null) as object],
  ])('has its default for %s', (_label, options) => {
    expect(resolveLimits(options)[name]).toBe(DEFAULTS[name]);
  });

  test.each([1, 2, greatest])('takes %d', (value) => {
    expect(resolveLimits({ [name]: value })[name]).toBe(value);
    expect(resolveLimits(Object.assign(Object.create(null) as object, { [name]: value }))[name]).toBe(value);
  });

  test.each<[value: unknown, shown: string]>([
    [0, '0'],
    [-1, '-1'],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [greatest + 1, String(greatest + 1)],
    ['1', '"1"'],
    ['', '""'],
    [null, 'null'],
    [true, 'true'],
    [[1], 'an array'],
    [5n, '5'],
  ])('refuses %p, and says what it got', (value, shown) => {
    const resolve = (): unknown => resolveLimits({ [name]: value });
    expect(resolve).toThrow(RangeError);
    expect(resolve).toThrow(
      `batch.limits.${name} must be an integer from 1 to ${greatest}${alternative}, got ${shown}`,
    );
  });
});

test("concurrency may be 'auto', which is its default", () => {
  expect(resolveLimits({ concurrency: 'auto' })).toEqual(DEFAULTS);
  expect(isAdaptive({ concurrency: 'auto' })).toBe(true);
  expect(isAdaptive({})).toBe(true);
  expect(isAdaptive(undefined)).toBe(true);
  expect(isAdaptive({ concurrency: 100 })).toBe(false);
  expect(() => resolveLimits({ maxOperations: 'auto' } as object)).toThrow(RangeError);
});

test('no options are the defaults', () => {
  expect(resolveLimits(undefined)).toEqual(DEFAULTS);
});

test.each<[options: unknown, shown: string]>([
  [null, 'null'],
  [5, '5'],
  [[], 'an array'],
  ['x', '"x"'],
])('refuses %j for the limits', (options, shown) => {
  const resolve = (): unknown => resolveLimits(options as object);
  expect(resolve).toThrow(TypeError);
  expect(resolve).toThrow(`batch.limits must be an object, got ${shown}`);
});

test('refuses what is not a limit, and proposes the near one', () => {
  const resolve = (): unknown => resolveLimits({ maxOperation: 1 } as object);
  expect(resolve).toThrow(TypeError);
  expect(resolve).toThrow(
    'batch.limits.maxOperation is not an option; did you mean maxOperations? The options are maxOperations, ',
  );
});

test('maxUnsafeOperations is as maxOperations, unless it is set', () => {
  expect(resolveLimits({ maxOperations: 7 }).maxUnsafeOperations).toBe(7);
  expect(resolveLimits({ maxOperations: 7, maxUnsafeOperations: 2 }).maxUnsafeOperations).toBe(2);
  expect(Object.isFrozen(resolveLimits({ maxOperations: 7 }))).toBe(true);
});
