import { describe, expect, test } from '@jest/globals';
import type { HeaderOptions } from '#core/options/header-options.js';
import { HEADER_OPTION_NAMES, resolveHeaders } from '#core/options/resolve-headers.js';

const NOTHING = { names: new Set(), prefixes: [] };
const DEFAULTS = {
  inherit: new Set(),
  allow: new Set(),
  deny: NOTHING,
  expose: undefined,
  case: 'lower-case',
};

function resolve(options: unknown): ReturnType<typeof resolveHeaders> {
  return resolveHeaders(options as HeaderOptions);
}

test.each<[label: string, options: object | undefined]>([
  ['undefined', undefined],
  ['{}', {}],
  ['undefined members', { inherit: undefined, allow: undefined, expose: undefined, case: undefined }],
  ['a null-prototype object', Object.create(null) as object],
])('every option has its default for %s', (_label, options) => {
  expect(resolve(options)).toEqual(DEFAULTS);
  expect(Object.isFrozen(resolve(options))).toBe(true);
});

test('the names are those of the options', () => {
  expect(HEADER_OPTION_NAMES).toEqual(Object.keys(DEFAULTS));
});

test.each<[options: unknown, shown: string]>([
  [null, 'null'],
  [5, '5'],
  [['x-a'], 'an array'],
  ['x-a', '"x-a"'],
])('refuses %j for the options', (options, shown) => {
  expect(() => resolve(options)).toThrow(TypeError);
  expect(() => resolve(options)).toThrow(`batch.headers must be an object, got ${shown}`);
});

test.each([
  ['inherits', 'inherit'],
  ['exposed', 'expose'],
])('the misspelling %s is refused, and %s proposed', (name, meant) => {
  expect(() => resolve({ [name]: [] })).toThrow(
    `batch.headers.${name} is not an option; did you mean ${meant}? The options are `,
  );
});

describe('case', () => {
  test.each(['lower-case', 'canonical'])('takes %s', (choice) => {
    expect(resolve({ case: choice }).case).toBe(choice);
  });
  test.each<[value: unknown, shown: string]>([
    [null, 'null'],
    ['', '""'],
    ['Canonical', '"Canonical"'],
    [1, '1'],
    [true, 'true'],
    [{}, 'an object'],
    [['canonical'], 'an array'],
    [Object.create(null), 'an object'],
  ])('refuses %p', (value, shown) => {
    expect(() => resolve({ case: value })).toThrow(
      new TypeError(`batch.headers.case must be 'lower-case' or 'canonical', got ${shown}`),
    );
  });
});

describe.each(['inherit', 'allow', 'expose'])('%s', (option) => {
  test.each([
    [[], []],
    [['x-a'], ['x-a']],
    [
      ['X-A', 'x-a', 'X-B'],
      ['x-a', 'x-b'],
    ],
  ])('takes %j', (names, set) => {
    expect(resolve({ [option]: names })).toMatchObject({ [option]: new Set(set) });
  });
  test.each([
    null,
    'x-a',
    1,
    {},
    new Set(['x-a']),
    [1],
    [null],
    [''],
    ['a b'],
    ['x-a', 'é'],
    ['a:'],
    ['a\r\nb'],
    [['x-a']],
    ['x-*'],
  ])('refuses %j', (names) => {
    expect(() => resolve({ [option]: names })).toThrow(TypeError);
    expect(() => resolve({ [option]: names })).toThrow(
      `batch.headers.${option} must be an array of header names, such as ['x-tenant']`,
    );
  });
});

test.each([
  ...[
    'connection',
    'Transfer-Encoding',
    'TE',
    'upgrade',
    'proxy-authorization',
    'accept-encoding',
    'content-type',
  ],
  ...[
    'Content-Length',
    'If-Match',
    'if-none-match',
    'prefer',
    'idempotency-key',
    'expect',
    'max-forwards',
    'range',
  ],
])('inherit cannot contain %s', (name) => {
  expect(() => resolve({ inherit: ['x-a', name] })).toThrow(
    `batch.headers.inherit cannot contain ${name.toLowerCase()}: it belongs to a single request or connection`,
  );
});

test.each([
  ...[
    'host',
    'Content-Length',
    'expect',
    'connection',
    'transfer-encoding',
    'http2-settings',
    'forwarded',
    'via',
  ],
  ...['X-Forwarded-For', 'x-real-ip', 'proxy-authorization', 'cf-connecting-ip', 'x-original-url'],
  ...['client-cert', 'remote-groups', 'X-Consumer-Id', 'sm-user', 'x-client-cert', 'x-auth-request-user'],
  ...['x_real_ip', 'X_FORWARDED_FOR', 'transfer_encoding', 'content_length'],
])('allow cannot contain %s', (name) => {
  expect(() => resolve({ allow: [name] })).toThrow(
    `batch.headers.allow cannot contain ${name.toLowerCase()}: it delimits a message, names a host, or comes only from a proxy`,
  );
});

test.each([
  'authorization',
  'cookie',
  'origin',
  'accept-encoding',
  'sec-fetch-site',
  'x-http-method-override',
  'x-client-version',
  'x-user-id',
  'x-auth-token',
  'x-jwt-claims',
])('allow may hold %s', (name) => {
  expect(resolve({ allow: [name] }).allow).toEqual(new Set([name]));
});

describe('deny', () => {
  test('takes names and prefixes, in any case and with underscores', () => {
    expect(resolve({ deny: ['X-Debug', 'x_trace', 'X-Corp-*', 'x_old_*'] }).deny).toEqual({
      names: new Set(['x-debug', 'x-trace']),
      prefixes: ['x-corp-', 'x-old-'],
    });
  });

  test('has the names of inherit', () => {
    expect(resolve({ inherit: ['X-Tenant', 'x_shard'], deny: ['x-debug'] })).toMatchObject({
      inherit: new Set(['x-tenant', 'x_shard']),
      deny: { names: new Set(['x-debug', 'x-tenant', 'x-shard']) },
    });
  });

  test.each([null, 'x-a', 1, {}, [1], [''], ['*'], ['x-*-a'], ['x-**'], ['a b*'], ['é']])(
    'refuses %j',
    (names) => {
      expect(() => resolve({ deny: names })).toThrow(
        "batch.headers.deny must be an array of header names and prefixes, such as ['x-tenant', 'x-corp-*'], got ",
      );
    },
  );

  test.each<[unknown, string]>([
    ['x-a', '"x-a"'],
    [['x-ok', 'x y'], '"x y"'],
    [['x-ok', () => 'x'], 'a function'],
  ])('the wrong name is named: %p', (names, got) => {
    expect(() => resolve({ deny: names })).toThrow(`got ${got}`);
    expect(() => resolve({ allow: names })).toThrow(`such as ['x-tenant'], got ${got}`);
  });

  test('cannot name what allow names', () => {
    expect(() => resolve({ deny: ['X-A'], allow: ['x-a'] })).toThrow(
      'batch.headers.deny cannot contain x-a: batch.headers.allow contains it',
    );
    expect(() => resolve({ inherit: ['x-a'], deny: ['x-*'], allow: ['x-a'] })).not.toThrow();
  });
});
