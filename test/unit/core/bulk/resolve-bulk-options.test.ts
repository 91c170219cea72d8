import { describe, expect, test } from '@jest/globals';
import type { BulkOptions } from '#core/bulk/bulk-options.js';
import { type BulkLimits, type BulkSettings, resolveBulkSettings } from '#core/bulk/resolve-bulk-options.js';

const NEEDED = { item: {}, handle: () => undefined };
const DEFAULTS = {
  maxItems: 1_000,
  maxItemBytes: 1_048_576,
  maxBodyBytes: 1_048_576,
  concurrency: 100,
  itemTimeoutMs: 10_000,
  bulkTimeoutMs: 25_000,
  maxResponseBytes: 33_554_432,
  maxJsonDepth: 64,
  maxConcurrentRequests: 64,
  maxBytesUnderWay: 268_435_456,
  bodyTimeoutMs: 30_000,
  sendTimeoutMs: 30_000,
};
const NAMES = Object.keys(DEFAULTS) as (keyof BulkLimits)[];
const UNBOUNDED = ['maxItems', 'maxBodyBytes', 'bulkTimeoutMs'] as const;

function resolve(options: object): BulkSettings<unknown, object> {
  return resolveBulkSettings(options as BulkOptions<unknown, object>);
}

test('every limit has a safe default', () => {
  expect(resolve(NEEDED).limits).toEqual(DEFAULTS);
  expect(resolve(NEEDED).streamLimits).toEqual(DEFAULTS);
});

test('an option that is undefined counts as absent', () => {
  const names = [
    'limits',
    'ajv',
    'href',
    'handleMany',
    'key',
    'atomic',
    'validateAll',
    'transaction',
    'onError',
  ];
  const absent = Object.fromEntries(names.map((name) => [name, undefined]));
  expect(resolve({ ...absent, ...NEEDED }).limits).toEqual(DEFAULTS);
  const limits = Object.fromEntries(NAMES.map((name) => [name, undefined]));
  expect(resolve({ ...NEEDED, limits }).limits).toEqual(DEFAULTS);
});

test('the options may have no prototype', () => {
  expect(resolve(Object.assign(Object.create(null) as object, NEEDED)).limits).toEqual(DEFAULTS);
});

describe.each(NAMES)('%s', (name) => {
  test.each([1, 7, 2_147_483_647])('may be %d', (value) => {
    expect(resolve({ ...NEEDED, limits: { [name]: value } }).limits[name]).toBe(value);
  });

  test.each([0, -1, 1.5, Number.NaN, -Infinity, '1', null, 1n, Number.MAX_SAFE_INTEGER + 1])(
    'may not be %p',
    (value) => {
      const make = (): unknown => resolve({ ...NEEDED, limits: { [name]: value } });
      expect(make).toThrow(RangeError);
      expect(make).toThrow(`bulk.limits.${name} must be an integer from 1 to `);
    },
  );
});

test.each(UNBOUNDED)('%s may be Infinity, only for what is not held in memory', (name) => {
  const { limits, streamLimits } = resolve({ ...NEEDED, limits: { [name]: Number.POSITIVE_INFINITY } });
  expect(streamLimits[name]).toBe(Number.POSITIVE_INFINITY);
  expect(limits[name]).toBe(DEFAULTS[name]);
});

test.each(NAMES.filter((name) => !(UNBOUNDED as readonly string[]).includes(name)))(
  '%s may not be Infinity',
  (name) => {
    expect(() => resolve({ ...NEEDED, limits: { [name]: Number.POSITIVE_INFINITY } })).toThrow(RangeError);
  },
);

test.each([
  ['no options', undefined, 'bulk options must be an object, got undefined'],
  ['a function in place of options', () => undefined, 'bulk options must be an object'],
  ['no item', { handle: () => undefined }, 'bulk.item must be a JSON Schema'],
  ...[null, 7, 'object', true].map((item): [string, object, string] => [
    `${item} as item`,
    { ...NEEDED, item },
    'bulk.item must be a JSON Schema or a Standard Schema validator, got ',
  ]),
  ['no handler', { item: {} }, 'bulk needs either handle, called for each item, or handleMany'],
  ['both handlers', { ...NEEDED, handleMany: () => [] }, 'bulk needs either handle'],
  ['a handler that is none', { item: {}, handle: 'save' }, 'bulk.handle must be a function, got string'],
  ['an href that is none', { ...NEEDED, href: '/photos' }, 'bulk.href must be a function, got string'],
  ['a misspelling', { ...NEEDED, hrefs: 1 }, 'bulk.hrefs is not an option; did you mean href?'],
  [
    'a misspelt limit',
    { ...NEEDED, limits: { maxItem: 1 } },
    'bulk.limits.maxItem is not an option; did you mean maxItems?',
  ],
  [
    'a limit beside the group',
    { ...NEEDED, maxItems: 1 },
    'bulk.maxItems is not an option; did you mean limits.maxItems?',
  ],
  ['limits that are none', { ...NEEDED, limits: 5 }, 'bulk.limits must be an object, got 5'],
  ['root, which only batch() has', { ...NEEDED, root: '/v1' }, 'bulk.root is not an option; the options are'],
  ['headers, which only batch() has', { ...NEEDED, headers: {} }, 'bulk.headers is not an option'],
  [
    'an option of batch()',
    { ...NEEDED, limits: { maxOperations: 1 } },
    'bulk.limits.maxOperations is not an option',
  ],
  [
    'a key that is no name',
    { ...NEEDED, key: 7 },
    "bulk.key must be the name of a member of items, such as 'id', got 7",
  ],
  [
    'atomic without transaction',
    { ...NEEDED, atomic: true },
    'bulk.atomic requires the option transaction, such as pgTransaction(pool)',
  ],
  [
    'transaction without atomic',
    { ...NEEDED, transaction: async () => undefined },
    'bulk.transaction requires atomic: true',
  ],
  [
    'a transaction that is none',
    { ...NEEDED, atomic: true, transaction: {} },
    'bulk.transaction must be a function',
  ],
  ['an onError that is none', { ...NEEDED, onError: 'log' }, 'bulk.onError must be a function'],
  ['a format that is none', { ...NEEDED, defaultFormat: 'yaml' }, 'bulk.defaultFormat must be'],
  ['an ajv that is none', { ...NEEDED, ajv: {} }, 'bulk.ajv must be an Ajv instance, got '],
  [
    'atomic that is no boolean',
    { ...NEEDED, atomic: 'no', transaction: async () => undefined },
    'bulk.atomic must be',
  ],
  ['validateAll that is no boolean', { ...NEEDED, validateAll: 'no' }, 'bulk.validateAll must be'],
])('throws for %s', (_title, options, message) => {
  const make = (): unknown => resolve(options as object);
  expect(make).toThrow(TypeError);
  expect(make).toThrow(message);
});

test.each([
  ['nothing', {}, false],
  ['key', { key: 'id' }, true],
  ['validateAll', { validateAll: true }, true],
  ['atomic', { atomic: true, transaction: async () => undefined }, true],
  ['handleMany', { handle: undefined, handleMany: () => [] }, true],
])('needs the whole list with %s: %#', (_title, options, needsWholeList) => {
  expect(resolve({ ...NEEDED, ...options }).needsWholeList).toBe(needsWholeList);
});

describe('async', () => {
  const journal = { open: () => undefined };
  const support = { name: 'photos', limits: { maxOperations: 7, maxBodyBytes: 9 }, attach: () => undefined };

  test('needs a path for its monitors, and a journal', () => {
    const message =
      "bulk.async needs a path for its monitors, because bulk() is the handler of a route and does not see requests for them: write respondAsync({ monitors: '/monitors', ... }) and app.use('/monitors', batchMonitors({ ... }))";
    expect(() => resolve({ ...NEEDED, journal, async: support })).toThrow(new TypeError(message));
    expect(() => resolve({ ...NEEDED, async: { ...support, monitors: '/monitors' } })).toThrow(
      'bulk.async requires the option journal',
    );
    expect(() => resolve({ ...NEEDED, journal, async: true })).toThrow(
      'bulk.async must be what respondAsync of @multistatus/async returns, got true',
    );
  });

  test('its limits replace those of the number of items and of the body', () => {
    const async = { ...support, monitors: '/monitors' };
    expect(resolve({ ...NEEDED, journal, async }).laterLimits).toEqual({
      ...DEFAULTS,
      maxItems: 7,
      maxBodyBytes: 9,
    });
    expect(resolve({ ...NEEDED, journal }).laterLimits).toBeUndefined();
  });
});
