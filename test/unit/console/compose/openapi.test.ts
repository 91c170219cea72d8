import { describe, expect, test } from '@jest/globals';
import { checkBatch } from '@multistatus/core/check';
import fc from 'fast-check';
import { looksReady } from '#console-page/compose/looks-ready.js';
import { chainOf, pairOf } from '#console-page/compose/openapi/app-templates.js';
import { findCreation } from '#console-page/compose/openapi/find-creation.js';
import { listOperations } from '#console-page/compose/openapi/list-operations.js';
import { schemaExample } from '#console-page/compose/openapi/schema-example.js';
import { toOperation } from '#console-page/compose/openapi/to-operation.js';
import { plainBatch, readyBatchOf } from '#console-page/compose/ready-batch.js';

const OPEN = { openapi: '3.1.0' };

/** Returns the first operation of a path, as it is inserted into a batch. */
function inserted(item: object, { path = '/a', document = {}, basePath = '', batch = '' } = {}): unknown {
  const whole = { ...OPEN, paths: { [path]: item }, ...document };
  const [listed] = listOperations(whole, '/batch');
  return listed && toOperation(listed, { document: whole, batch, basePath });
}

describe('listOperations', () => {
  test('lists methods and paths, but not the batch endpoint, the console and what is no operation', () => {
    const paths = {
      '/photos': { get: { summary: 'All' }, post: {}, parameters: [], trace: {}, 'x-a': {} },
      '/batch': { post: {} },
      '/batch/console': { get: {} },
      '/batches': { get: { operationId: 'batches' } },
      'x-own': { get: {} },
      '/broken': null,
    };
    expect(listOperations({ ...OPEN, paths }, '/batch').map((each) => each.searched)).toEqual([
      'get /photos all',
      'post /photos ',
      'get /batches batches',
    ]);
  });

  test.each([
    [{ servers: [{ url: 'https://api.example/v1/' }] }, '/v1/a'],
    [{ servers: [{ url: '/v1' }, { url: '/v2' }] }, '/v1/a'],
    [{ servers: [{ url: '{scheme}://x' }] }, '/a'],
    [{ servers: 'x' }, '/a'],
    [{ swagger: '2.0', basePath: '/v1' }, '/v1/a'],
  ])('%j', (document, path) => {
    const [listed] = listOperations({ paths: { '/a': { get: {} } }, ...document }, '/batch');
    expect(listed?.path).toBe(path);
  });

  test('10,000 paths take no time, and a batch is made from them', () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => [
      `/p${index}/{id}`,
      { get: { summary: 'x'.repeat(1_000) } },
    ]);
    const document = { ...OPEN, paths: Object.fromEntries(entries) as object };
    const operations = listOperations(document, '/batch');
    expect(operations).toHaveLength(10_000);
    expect(readyBatchOf(operations, { document, basePath: '' })).toBeUndefined();
  });
});

describe('templates with paths of the app', () => {
  const body = { content: { 'application/json': { example: { title: 'Tejo' } } } };
  const document = {
    ...OPEN,
    paths: {
      '/logs': { post: {} },
      '/photos': { post: { requestBody: body } },
      '/photos/{id}': { delete: {}, get: {} },
    },
  };
  const target = { document, basePath: '/v1', batch: '{"requests":[{"id":"new"}]}' };

  test('the POST is one whose result has a path of its own', () => {
    const { create, next } = findCreation(listOperations(document, '/batch')) ?? {};
    expect([create?.path, next?.method, next?.path]).toEqual(['/photos', 'GET', '/photos/{id}']);
    const chain = chainOf(create as never, next as never, target);
    expect(chain).toEqual([
      { id: 'new-2', method: 'POST', url: '/v1/photos', body: { title: 'Tejo' } },
      {
        id: 'use-new',
        method: 'GET',
        url: '/v1/photos/{item}',
        references: [{ at: '/url/item', from: 'new-2', value: '/body/id' }],
      },
    ]);
    const group = pairOf(create as never, target);
    expect(group.map(({ id, url, atomicityGroup }) => [id, url, atomicityGroup])).toEqual([
      ['one', '/v1/photos', 'both'],
      ['two', '/v1/photos', 'both'],
    ]);
    const rules = { basePath: '/v1', transactions: true };
    expect(checkBatch(JSON.stringify({ requests: [...chain, ...group] }), rules)).toEqual([]);
  });

  test('an app without a path of what was created, and one without a POST', () => {
    const of = (paths: object): unknown => findCreation(listOperations({ ...OPEN, paths }, '/batch'));
    expect(of({ '/logs': { post: {} } })).toMatchObject({ create: { path: '/logs' }, next: undefined });
    expect(of({ '/photos/{id}': { post: {} }, '/logs': { get: {} } })).toBeUndefined();
  });
});

test.each([
  [true, { requests: [{ id: 'a', method: 'GET', url: '/a', dependsOn: ['b'] }] }],
  [true, { requests: [{ method: 'GET', url: '$a/b' }] }],
  [false, { requests: [{ methd: 'GET', url: '/a' }] }],
  [false, { requests: [{ method: 'GET', url: '/a', header: {} }] }],
  [false, { requests: [{ method: 'GET', url: 'a' }] }],
  [false, { requests: [{ method: 'GET', url: '/a' }, null] }],
  [false, { requests: [] }],
])('looks ready: %j for %j', (isReady, batch) => {
  expect(looksReady(batch)).toBe(isReady);
});

describe('toOperation', () => {
  test('fills what has an example, and leaves variables', () => {
    const parameters = [
      { in: 'path', name: 'id', example: 'a/b ä' },
      { in: 'path', name: 'part-no' },
      { in: 'query', name: 'q', required: true, schema: { enum: ['x', 'y'] } },
      { in: 'query', name: 'not' },
      { in: 'query', name: 'page', required: true },
      { in: 'header', name: 'X-A', required: true, schema: { default: 5 } },
      { in: 'header', name: 'Authorization', required: true },
    ];
    expect(inserted({ parameters, get: {} }, { path: '/a/{id}/{part-no}' })).toEqual({
      id: 'get-a',
      method: 'GET',
      url: '/a/a%2Fb%20%C3%A4/{part_no}?q=x&page={page}',
      headers: { 'X-A': '5' },
    });
  });

  test('has the base path once, and an id that is new', () => {
    const batch = '{"requests":[{"id":"get-a"},{"atomicityGroup":"get-a-2"}]}';
    expect(inserted({ get: {} }, { batch, basePath: '/v1' })).toMatchObject({ id: 'get-a-3', url: '/v1/a' });
    expect(inserted({ get: {} }, { path: '/v1/a', basePath: '/v1' })).toMatchObject({ url: '/v1/a' });
    expect(inserted({ get: { operationId: 'listAll' } })).toMatchObject({ id: 'listAll' });
    expect(inserted({ get: { operationId: 'list all\n' } })).toMatchObject({ id: 'get-a' });
  });

  test.each<[what: string, content: object, members: object]>([
    ['JSON', { 'text/plain': {}, 'application/json': { example: { a: 1 } } }, { body: { a: 1 } }],
    [
      'JSON of another type',
      { 'application/merge-patch+json': { examples: { x: { value: 1 } } } },
      { body: 1, headers: { 'content-type': 'application/merge-patch+json' } },
    ],
    ['text', { 'text/plain': { example: 'x' } }, { body: 'x', headers: { 'content-type': 'text/plain' } }],
    [
      'a form',
      { 'application/x-www-form-urlencoded': { example: 'a=b' } },
      { body: 'a=b', bodyEncoding: 'text', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['anything', { '*/*': { example: 2 } }, { body: 2 }],
  ])('a body of %s', (_what, content, members) => {
    const operation = inserted({ post: { requestBody: { content } } });
    expect(operation).toEqual({ id: 'post-a', method: 'POST', url: '/a', ...members });
    expect(checkBatch(JSON.stringify({ requests: [operation] }))).toEqual([]);
  });

  test('a parameter whose name no URL can contain', () => {
    const parameters = [{ in: 'query', name: 'a\ud800', required: true, example: 'b\ud800' }];
    expect(inserted({ get: { parameters } })).toMatchObject({ url: '/a?a%EF%BF%BD=b%EF%BF%BD' });
  });

  test('a body of Swagger 2', () => {
    const parameters = [{ in: 'body', name: 'x', schema: { $ref: '#/definitions/A' } }];
    const document = {
      swagger: '2.0',
      definitions: { A: { properties: { n: { type: 'integer', minimum: 3 } } } },
    };
    expect(inserted({ put: { parameters } }, { document })).toMatchObject({ body: { n: 3 } });
  });

  test('makes an operation that is JSON of whatever a document contains', () => {
    fc.assert(
      fc.property(fc.string(), fc.object({ maxDepth: 4 }), fc.string(), (path, operation, name) => {
        const parameters = [
          { in: 'path', name, example: path },
          { in: 'query', name, required: true },
        ];
        const made = inserted({ post: operation, parameters }, { path: `/${path}` });
        expect(JSON.parse(JSON.stringify(made ?? null))).toEqual(made ?? null);
      }),
    );
  });
});

describe('schemaExample', () => {
  const components = {
    schemas: {
      Node: {
        properties: {
          name: { type: 'string' },
          next: { $ref: '#/components/schemas/Node' },
          all: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
        },
      },
      Loop: { $ref: '#/components/schemas/Loop' },
    },
  };

  test.each<[schema: unknown, example: unknown]>([
    [{ type: 'string' }, 'text'],
    [{ type: ['null', 'integer'] }, 1],
    [{ type: 'string', format: 'date' }, '2026-01-31'],
    [{ type: 'string', format: 'constructor' }, 'text'],
    [{ enum: [null, 'b'] }, null],
    [{ default: false }, false],
    [{ const: 5 }, 5],
    [{ examples: ['first'] }, 'first'],
    [{ oneOf: [{ type: 'boolean' }, {}] }, true],
    [{ type: 'array', items: { type: 'number' } }, [1]],
    [{ type: 'object' }, {}],
    [{ properties: { id: { readOnly: true }, a: { example: 1 } } }, { a: 1 }],
    [
      {
        allOf: [{ properties: { a: { example: 1 } } }, { example: { b: 2 } }],
        properties: { c: { example: 3 } },
      },
      { a: 1, b: 2, c: 3 },
    ],
    [{ allOf: [{ type: 'string' }] }, 'text'],
    [{ $ref: '#/components/schemas/Node' }, { name: 'text', all: [] }],
    [{ $ref: '#/components/schemas/Loop' }, null],
    [{ $ref: '#/components/nothing' }, null],
    [{ $ref: 'https://other.example/x' }, null],
    [{ $ref: '#/%' }, null],
    [{ $ref: '#/__proto__/toString' }, null],
    [undefined, null],
    [true, null],
    [{ example: 'x'.repeat(20_000), type: 'string' }, 'text'],
  ])('%j', (schema, example) => {
    expect(schemaExample(schema, { components })).toEqual(example);
  });

  test('a member called __proto__ is a member', () => {
    const schema: unknown = JSON.parse('{"properties":{"__proto__":{"example":{"a":1}}}}');
    expect(JSON.stringify(schemaExample(schema, {}))).toBe('{"__proto__":{"a":1}}');
  });

  test('a schema that multiplies has a bounded example', () => {
    const names = Array.from({ length: 20 }, (_, index) => `P${index}`);
    const refs = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
    const schemas = Object.fromEntries(names.map((name) => [name, { properties: refs }]));
    const example = schemaExample({ $ref: '#/components/schemas/P0' }, { components: { schemas } });
    expect(JSON.stringify(example).length).toBeLessThan(10_000);
  });
});

describe('the first batch', () => {
  test('has the first operations that only read and need nothing', () => {
    const document = {
      ...OPEN,
      paths: {
        '/a/{id}': { get: {} },
        '/b': { post: {}, get: {} },
        '/c/{id}': { get: {}, parameters: [{ in: 'path', name: 'id', schema: { example: 7 } }] },
        '/d': { get: {} },
        '/e': { get: {} },
      },
    };
    const text = readyBatchOf(listOperations(document, '/batch'), { document, basePath: '/v1' }) ?? '';
    const { requests } = JSON.parse(text) as { requests: { url: string }[] };
    expect(requests.map(({ url }) => url)).toEqual(['/v1/b', '/v1/c/7', '/v1/d']);
    expect(checkBatch(text, { basePath: '/v1' })).toEqual([]);
  });

  test('is a GET if nothing is known', () => {
    expect(checkBatch(plainBatch('/v1'), { basePath: '/v1' })).toEqual([]);
  });
});
