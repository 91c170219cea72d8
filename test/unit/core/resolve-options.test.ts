import { describe, expect, test } from '@jest/globals';
import type { BatchOptions } from '../../../packages/core/src/batch-options.js';
import { resolveOptions } from '../../../packages/core/src/resolve-options.js';

function resolve(options: unknown, adapterOptions: string[] = []): ReturnType<typeof resolveOptions> {
  return resolveOptions(options as BatchOptions, adapterOptions);
}

test.each<[label: string, options: object]>([
  ['{}', {}],
  ['undefined members', { defaultFormat: undefined, onError: undefined, concurrency: undefined }],
  ['a null-prototype object', Object.create(null) as object],
])('every option has its default for %s', (_label, options) => {
  const resolved = resolve(options);
  expect(resolved.defaultFormat).toBe('json');
  expect(resolved.limits.concurrency).toBe(8);
  expect(resolved.onError(new Error('heard by nobody'))).toBeUndefined();
  expect(Object.isFrozen(resolved)).toBe(true);
});

test('the options of the adapter are known, and no others', () => {
  expect(() => resolve({ path: '/x' }, ['path'])).not.toThrow();
  expect(() => resolve({ path: '/x' })).toThrow('batch.path is not an option; did you mean basePath?');
  expect(() => resolve({ zebra: 1 })).toThrow('batch.zebra is not an option; known are defaultFormat, ');
});

test.each([
  ['maxOperation', 'maxOperations'],
  ['Concurrency', 'concurrency'],
  ['defaultformat', 'defaultFormat'],
  ['onerror', 'onError'],
  ['operationTimeout', 'operationTimeoutMs'],
])('the misspelling %s is refused, and %s proposed', (name, meant) => {
  expect(() => resolve({ [name]: 1 })).toThrow(`batch.${name} is not an option; did you mean ${meant}?`);
});

describe('defaultFormat', () => {
  test.each(['json', 'xml'])('takes %s', (defaultFormat) => {
    expect(resolve({ defaultFormat }).defaultFormat).toBe(defaultFormat);
  });
  test.each([null, '', 'JSON', 'application/json', 1, Number.NaN, ['json']])(
    'refuses %j',
    (defaultFormat) => {
      expect(() => resolve({ defaultFormat })).toThrow(TypeError);
      expect(() => resolve({ defaultFormat })).toThrow("batch.defaultFormat must be 'json' or 'xml', got");
    },
  );
});

describe('onError', () => {
  test('hears the error itself', () => {
    const heard: unknown[] = [];
    const error = new Error('boom');
    resolve({ onError: (each: unknown) => void heard.push(each) }).onError(error);
    expect(heard).toEqual([error]);
    expect(heard[0]).toBe(error);
  });

  test('may throw, and may return a promise that rejects: neither gets anywhere', async () => {
    const thrower = (): void => {
      throw new Error('lost');
    };
    expect(() => resolve({ onError: thrower }).onError(1)).not.toThrow();
    resolve({ onError: () => Promise.reject(new Error('lost')) }).onError(1);
    await new Promise((seen) => setImmediate(seen)); // an unhandled rejection fails the test
  });

  test.each([null, 'log', 1, {}, []])('refuses %j', (onError) => {
    expect(() => resolve({ onError })).toThrow(TypeError);
    expect(() => resolve({ onError })).toThrow('batch.onError must be a function, got');
  });
});

test.each([null, [], 'x', 5, () => 1])('refuses %p for the options', (options) => {
  expect(() => resolve(options)).toThrow(TypeError);
  expect(() => resolve(options)).toThrow('batch options must be an object, got');
});
