import { describe, expect, test } from '@jest/globals';
import { batchConsole as expressConsole } from '@multistatus/console/express';
import { batchConsole as koaConsole } from '@multistatus/console/koa';
import { warningsOf } from '../../support/warnings-of.js';

type Create = (options?: unknown, ...extra: unknown[]) => unknown;

const CIRCLE: { requests: unknown[] } = { requests: [] };
CIRCLE.requests.push(CIRCLE);

describe.each([
  ['express', expressConsole as Create],
  ['koa', koaConsole as Create],
])('options of batchConsole of %s', (name, create) => {
  test.each([
    [undefined],
    [{}],
    [{ endpoint: undefined, openapi: undefined, batch: undefined, allow: undefined }],
    [{ endpoint: '/batch?tenant=1', openapi: '/', batch: { requests: [] }, allow: () => false }],
  ])('may be %j', (options) => {
    expect(create(options)).toEqual(expect.any(Function));
  });

  test.each([null, [], '/batch', 1])('may not be %j', (options) => {
    expect(() => create(options)).toThrow(
      new TypeError("batchConsole needs an object of options, such as { endpoint: '/batch' }, or none"),
    );
  });

  test('an unknown one is refused with the names of those that exist', () => {
    const names = `endpoint, openapi, batch, allow${name === 'koa' ? ', path' : ''}`;
    expect(() => create({ endpont: '/batch' })).toThrow(
      new TypeError(`batchConsole.endpont is not an option; the options are ${names}`),
    );
  });

  describe.each([
    ['endpoint', '/batch'],
    ['openapi', '/openapi.json'],
  ])('%s', (option, example) => {
    test.each([
      'batch',
      '',
      'https://other.example/batch',
      '//other.example/batch',
      '/\\other.example/batch',
      '/batch#fragment',
      null,
      7,
    ])('may not be %j', (value) => {
      expect(() => create({ [option]: value })).toThrow(
        new TypeError(
          `batchConsole.${option} must be a path on the origin of the page, such as '${example}', got ${JSON.stringify(value)}`,
        ),
      );
    });
  });

  test.each([null, [], {}, { requests: 'none' }, 'batch'])('batch may not be %j', (batch) => {
    expect(() => create({ batch })).toThrow(
      new TypeError('batchConsole.batch must be a batch: { requests: [{ method, url }, ...] }'),
    );
  });

  test.each([
    ['a circle', CIRCLE],
    ['a bigint', { requests: [{ body: 1n }] }],
  ])('batch may not contain %s', (_title, batch) => {
    expect(() => create({ batch })).toThrow('batchConsole.batch must contain only what JSON can represent');
  });

  test.each([null, true, 'admin', {}])('allow may not be %j', (allow) => {
    expect(() => create({ allow })).toThrow(
      new TypeError(`batchConsole.allow must be a function, got ${JSON.stringify(allow)}`),
    );
  });

  test('a call that was forgotten is an error that says so', () => {
    expect(() => create({}, {}, () => {})).toThrow(/^batchConsole\(\) needs to be called: app\.use\(/);
  });

  test('in production, a page that everyone may see is worth one warning', async () => {
    const { NODE_ENV } = process.env;
    try {
      process.env['NODE_ENV'] = 'production';
      const warnings = await warningsOf(async () => {
        create();
      });
      expect(warnings).toEqual([expect.stringContaining('without the option allow')]);
      expect(await warningsOf(async () => void create({ allow: () => true }))).toEqual([]);
    } finally {
      process.env['NODE_ENV'] = NODE_ENV;
    }
    expect(await warningsOf(async () => void create())).toEqual([]);
  });
});

test.each(['console', 'https://h/console', 7, null])('path of Koa may not be %j', (path) => {
  expect(() => (koaConsole as Create)({ path })).toThrow(
    new TypeError(`batchConsole.path must be a path that begins with /, got ${JSON.stringify(path)}`),
  );
});
