import { describe, expect, jest, test } from '@jest/globals';
import type { BatchOptions } from '#core/options/batch-options.js';
import { resolveOptions } from '#core/options/resolve-options.js';

function resolve(options: unknown, adapterOptions: string[] = []): ReturnType<typeof resolveOptions> {
  return resolveOptions(options as BatchOptions, adapterOptions);
}

/** What a message says of a value. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

test.each<[label: string, options: object]>([
  ['{}', {}],
  [
    'undefined members',
    { defaultFormat: undefined, onError: undefined, limits: undefined, headers: undefined },
  ],
  ['a null-prototype object', Object.create(null) as object],
])('every option has its default for %s', (_label, options) => {
  const resolved = resolve(options);
  expect(resolved.defaultFormat).toBeUndefined();
  expect(resolved.limits.concurrency).toBe(100);
  const print = jest.spyOn(console, 'error').mockReturnValue();
  const error = new Error('heard by nobody');
  expect(resolved.onError(error, {})).toBeUndefined();
  expect(print.mock.calls).toEqual([[error]]);
  print.mockRestore();
  expect(Object.isFrozen(resolved)).toBe(true);
});

test('the options of the adapter are known, and no others', () => {
  expect(() => resolve({ path: '/x' }, ['path'])).not.toThrow();
  expect(() => resolve({ path: '/x' })).toThrow('batch.path is not an option; did you mean basePath?');
  expect(() => resolve({ zebra: 1 })).toThrow(
    'batch.zebra is not an option; the options are formats, defaultFormat, ',
  );
});

test.each([
  ['limit', 'limits'],
  ['Header', 'headers'],
  ['defaultformat', 'defaultFormat'],
  ['onerror', 'onError'],
  ['cookie', 'cookies'],
  ['maxOperations', 'limits.maxOperations'],
  ['maxOperation', 'limits.maxOperations'],
  ['Concurrency', 'limits.concurrency'],
  ['operationTimeout', 'limits.operationTimeoutMs'],
  ['inherit', 'headers.inherit'],
  ['exposed', 'headers.expose'],
])('the misspelling %s is refused, and %s is suggested', (name, meant) => {
  expect(() => resolve({ [name]: 1 })).toThrow(`batch.${name} is not an option; did you mean ${meant}?`);
});

describe('defaultFormat', () => {
  test.each(['json', 'xml', 'ndjson'])('accepts %s', (defaultFormat) => {
    expect(resolve({ defaultFormat }).defaultFormat).toBe(defaultFormat);
  });
  test.each([null, '', 'JSON', 'application/json', 1, Number.NaN, ['json']])(
    'refuses %j',
    (defaultFormat) => {
      expect(() => resolve({ defaultFormat })).toThrow(TypeError);
      expect(() => resolve({ defaultFormat })).toThrow(
        "batch.defaultFormat must be 'json' or 'xml' or 'ndjson', got",
      );
    },
  );
});

test('every option that is not set has its default', () => {
  const { limits, onError, formats, ...rest } = resolve({});
  expect(formats.formats.map(({ name }) => name)).toEqual(['json', 'xml', 'ndjson']);
  expect(Object.keys(limits)).toContain('maxDependencyDepth');
  expect(onError).toEqual(expect.any(Function));
  expect(rest).toEqual({
    defaultFormat: undefined,
    execution: 'parallel',
    basePath: '',
    allow: undefined,
    headers: {
      inherit: new Set(),
      allow: new Set(),
      deny: { names: new Set(), prefixes: [] },
      expose: undefined,
      case: 'lower-case',
    },
    cookies: 'lift',
    transaction: undefined,
    idempotency: { everyOperation: false, isRepeatable: undefined, required: false },
    isSuccess: undefined,
    journal: undefined,
    status: 'multi-status',
    timings: false,
    onOutcome: undefined,
  });
});

describe.each([
  ['execution', ['parallel', 'sequential'], "'parallel' or 'sequential'"],
  ['cookies', ['lift', 'drop', 'include'], "'lift' or 'drop' or 'include'"],
  ['status', ['multi-status', 'ok-or-multi-status'], "'multi-status' or 'ok-or-multi-status' or a function"],
] as const)('%s', (option, choices, wanted) => {
  test.each(choices)('accepts %s', (choice) => {
    expect(resolve({ [option]: choice })).toMatchObject({ [option]: choice });
  });
  test.each([null, '', 'other', 'LIFT', 1, true, {}, ['lift'], Symbol('lift'), Number.NaN])(
    'refuses %p',
    (value) => {
      expect(() => resolve({ [option]: value })).toThrow(TypeError);
      expect(() => resolve({ [option]: value })).toThrow(
        `batch.${option} must be ${wanted}, got ${shown(value)}`,
      );
    },
  );
});

test('status accepts a function, and no other option with choices does', () => {
  const give = (): number => 200;
  expect(resolve({ status: give }).status).toBe(give);
  for (const option of ['defaultFormat', 'execution', 'cookies']) {
    expect(() => resolve({ [option]: give })).toThrow(`batch.${option} must be`);
  }
});

describe('root', () => {
  test('is a path, without a slash at its end', () => {
    expect(resolve({ root: '/v1.0' }).root).toBe('/v1.0');
    expect(resolve({ root: '/' }).root).toBe('');
    expect(resolve({ root: '/api/v1', basePath: '/api' }).root).toBe('/api/v1');
    expect(resolve({ root: '/api', basePath: '/api' }).root).toBe('/api');
  });
  test.each(['', 'v1', '/v1/', '//x', '/v1?a', '/../x', 1, null, {}])('refuses %j', (root) => {
    expect(() => resolve({ root })).toThrow(
      `batch.root must be a path without query and trailing slash, such as '/api', got ${shown(root)}`,
    );
  });
  test.each(['/', '/v1', '/apiary'])('refuses %s, which is not under basePath', (root) => {
    expect(() => resolve({ root, basePath: '/api' })).toThrow(
      `batch.root must begin with batch.basePath, /api, got "${root}"`,
    );
  });
});

test('idempotency needs what keeps outcomes, and the message says where that comes from', () => {
  const journal = { open: () => undefined } as never;
  expect(() => resolve({ idempotency: {} })).toThrow(
    'batch.idempotency requires the option journal, which createJournal of @multistatus/journal returns',
  );
  expect(() => resolve({ journal, idempotency: { everyOperation: true } })).toThrow(
    'batch.idempotency.everyOperation requires the option transaction, such as pgTransaction(pool) of',
  );
});

test('timings is true or false', () => {
  expect(resolve({ timings: true }).timings).toBe(true);
  for (const value of [null, 'yes', 1, {}]) {
    expect(() => resolve({ timings: value as never })).toThrow(
      new TypeError('batch.timings must be true or false'),
    );
  }
});

describe.each(['allow', 'transaction', 'isSuccess', 'onOutcome', 'onError'])('%s', (option) => {
  test('accepts a function', () => {
    const hook = (): boolean => true;
    const resolved = resolve({ [option]: hook }) as unknown as Record<string, unknown>;
    if (option !== 'onError') expect(resolved[option]).toBe(hook);
  });
  test.each([null, 'log', 1, true, {}, []])('refuses %j', (value) => {
    expect(() => resolve({ [option]: value })).toThrow(TypeError);
    expect(() => resolve({ [option]: value })).toThrow(`batch.${option} must be a function, got`);
  });
});

test('the message names every option, even if its value cannot be converted to text', () => {
  const unprintable = Object.create(null) as object;
  const options = ['defaultFormat', 'execution', 'cookies', 'status', 'basePath'];
  const unnamed = [...options, 'allow'].filter((option) => {
    try {
      resolve({ [option]: unprintable });
    } catch (error) {
      return !String(error).includes(`batch.${option} must be`);
    }
    return true;
  });
  expect(unnamed).toEqual([]);
});

describe('basePath', () => {
  test.each(['', '/api', '/api/v1', '/a-b_c.d~e', "/!$&'()*+,;=:@", '/%C3%A9'])('accepts %j', (basePath) => {
    expect(resolve({ basePath }).basePath).toBe(basePath);
  });
  test.each([
    null,
    1,
    {},
    [],
    '/',
    'api',
    '/api/',
    '//api',
    '/api//v1',
    '/api?x',
    '/api#x',
    '/a b',
    '/é',
    '/{a}',
    'http://h/api',
    '/a\n',
    '/a\\b',
  ])('refuses %j', (basePath) => {
    expect(() => resolve({ basePath })).toThrow(TypeError);
    expect(() => resolve({ basePath })).toThrow(
      `batch.basePath must be a path without query and trailing slash, such as '/api', got ${shown(basePath)}`,
    );
  });
  test.each(['/..', '/api/..', '/.', '/api/./v1', '/%zz', '/a%', '/%2e%2e'])(
    'refuses %j, under which no URL could be',
    (basePath) => {
      expect(() => resolve({ basePath })).toThrow('batch.basePath must be');
    },
  );
});

describe('onError', () => {
  test('is called with the error itself, and with what identifies the operation', () => {
    const heard: unknown[] = [];
    const error = new Error('boom');
    const { onError } = resolve({ onError: (...each: unknown[]) => void heard.push(...each) });
    const identity = { index: 1, id: '2', method: 'PUT', url: '/3' };
    const operation = { ...identity, headers: { authorization: 'secret' } };
    onError(error, { operation, request: 'outer' });
    onError(error, { group: 'g' });
    expect(heard).toEqual([error, { operation: identity, request: 'outer' }, error, { group: 'g' }]);
    expect(heard[0]).toBe(error);
  });

  test('may throw, or return a promise that rejects: both are ignored', async () => {
    const thrower = (): void => {
      throw new Error('lost');
    };
    expect(() => resolve({ onError: thrower }).onError(1, {})).not.toThrow();
    resolve({ onError: () => Promise.reject(new Error('lost')) }).onError(1, {});
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
