import assert from 'node:assert/strict';
import type { ConformanceCase } from '../case.js';
import { echoOf } from '../echo-of.js';
import { type Refusal, refusalCase } from '../refusal-case.js';

const READ = { method: 'GET', url: '/echo' };
const one = (operation: unknown): unknown => ({ requests: [operation] });
const first = (member: string): string => `#/requests/0/${member}`;

const OPERATIONS: readonly Refusal[] = [
  { id: 'C120', title: 'an operation is null', batch: one(null), at: '#/requests/0' },
  { id: 'C121', title: 'an operation is an array', batch: one(['GET', '/echo']), at: '#/requests/0' },
  { id: 'C122', title: 'an operation is a string', batch: one('GET /echo'), at: '#/requests/0' },
  { id: 'C123', title: 'an operation is a number', batch: one(7), at: '#/requests/0' },
  {
    id: 'C124',
    title: 'no method',
    batch: one({ url: '/echo' }),
    at: ['#/requests/0', first('method')],
    everySetup: true,
  },
  {
    id: 'C125',
    title: 'no url',
    batch: one({ method: 'GET' }),
    at: ['#/requests/0', first('url')],
    everySetup: true,
  },
  {
    id: 'C126',
    title: 'unknown key in an operation',
    batch: one({ ...READ, retries: 1 }),
    at: [first('retries'), '#/requests/0'],
    everySetup: true,
  },
  {
    id: 'C127',
    title: '__proto__ in an operation',
    batch: '{"requests":[{"method":"GET","url":"/echo","__proto__":{}}]}',
    at: [first('__proto__'), '#/requests/0'],
    everySetup: true,
  },
  {
    id: 'C128',
    title: 'a pointer escapes slash and tilde',
    batch: one({ ...READ, 'a/b~c': 1 }),
    at: [first('a~1b~0c'), '#/requests/0'],
  },
  {
    id: 'C129',
    title: 'the second operation is pointed at, not the first',
    batch: { requests: [READ, { method: 'GET' }] },
    at: ['#/requests/1', '#/requests/1/url'],
  },
  { id: 'C130', title: 'method is a number', batch: one({ method: 1, url: '/echo' }), at: first('method') },
  { id: 'C131', title: 'method is null', batch: one({ method: null, url: '/echo' }), at: first('method') },
  { id: 'C132', title: 'method is empty', batch: one({ method: '', url: '/echo' }), at: first('method') },
  {
    id: 'C133',
    title: 'method holds a space',
    batch: one({ method: 'GET /', url: '/echo' }),
    at: first('method'),
  },
  {
    id: 'C134',
    title: 'method holds a line break',
    batch: one({ method: 'GET\r\nX: 1', url: '/echo' }),
    at: first('method'),
  },
  {
    id: 'C135',
    title: 'method ends in a line feed',
    batch: one({ method: 'GET\n', url: '/echo' }),
    at: first('method'),
  },
  {
    id: 'C136',
    title: 'method is not ASCII',
    batch: one({ method: 'GÉT', url: '/echo' }),
    at: first('method'),
  },
  {
    id: 'C137',
    title: 'CONNECT',
    batch: one({ method: 'CONNECT', url: '/echo' }),
    at: first('method'),
    everySetup: true,
  },
  { id: 'C138', title: 'TRACE', batch: one({ method: 'TRACE', url: '/echo' }), at: first('method') },
  {
    id: 'C139',
    title: 'trace in lower case',
    batch: one({ method: 'trace', url: '/echo' }),
    at: first('method'),
  },
  {
    id: 'C140',
    title: 'a body on GET',
    batch: one({ ...READ, body: {} }),
    at: first('body'),
    everySetup: true,
  },
  {
    id: 'C141',
    title: 'a body on HEAD',
    batch: one({ method: 'HEAD', url: '/echo', body: 'x' }),
    at: first('body'),
  },
  {
    id: 'C142',
    title: 'a body on DELETE',
    batch: one({ method: 'DELETE', url: '/echo', body: [1] }),
    at: first('body'),
  },
  {
    id: 'C143',
    title: 'a body on get in lower case',
    batch: one({ method: 'get', url: '/echo', body: 0 }),
    at: first('body'),
  },
  {
    id: 'C144',
    title: 'headers is an array',
    batch: one({ ...READ, headers: [['a', 'b']] }),
    at: first('headers'),
  },
  { id: 'C145', title: 'headers is null', batch: one({ ...READ, headers: null }), at: first('headers') },
  {
    id: 'C146',
    title: 'headers is a string',
    batch: one({ ...READ, headers: 'a: b' }),
    at: first('headers'),
  },
  {
    id: 'C147',
    title: 'a header value is a number',
    batch: one({ ...READ, headers: { 'x-a': 1 } }),
    at: first('headers/x-a'),
    everySetup: true,
  },
  {
    id: 'C148',
    title: 'a header value is null',
    batch: one({ ...READ, headers: { 'x-a': null } }),
    at: first('headers/x-a'),
  },
  {
    id: 'C149',
    title: 'a header value is an object',
    batch: one({ ...READ, headers: { 'x-a': {} } }),
    at: first('headers/x-a'),
  },
  { id: 'C150', title: 'url is a number', batch: one({ method: 'GET', url: 1 }), at: first('url') },
  {
    id: 'C151',
    title: 'url is an object',
    batch: one({ method: 'GET', url: { path: '/echo' } }),
    at: first('url'),
  },
  {
    id: 'C152',
    title: 'bodyEncoding is unknown',
    batch: one({ method: 'POST', url: '/echo', body: 'x', bodyEncoding: 'gzip' }),
    at: first('bodyEncoding'),
  },
  {
    id: 'C153',
    title: 'bodyEncoding is a number',
    batch: one({ method: 'POST', url: '/echo', body: 'x', bodyEncoding: 1 }),
    at: first('bodyEncoding'),
  },
  {
    id: 'C154',
    title: 'text that is an object',
    batch: one({ method: 'POST', url: '/echo', body: {}, bodyEncoding: 'text' }),
    at: first('body'),
  },
  {
    id: 'C155',
    title: 'base64 that is a number',
    batch: one({ method: 'POST', url: '/echo', body: 1, bodyEncoding: 'base64' }),
    at: first('body'),
  },
  {
    id: 'C156',
    title: 'base64 that is not valid',
    batch: one({ method: 'POST', url: '/echo', body: 'a*b=', bodyEncoding: 'base64' }),
    at: first('body'),
  },
];

/** The members of an operation: type, method, headers, body. */
export const operationStructureCases: readonly ConformanceCase[] = [
  ...OPERATIONS.map(refusalCase),
  {
    id: 'C186',
    level: 'MUST',
    section: 'docs/reference/wire-format#members-of-an-operation',
    title: 'a method is accepted in any case and dispatched in upper case',
    everySetup: true,
    async check(host) {
      const { responses } = await host.batch([
        { method: 'get', url: '/echo' },
        { method: 'pAtCh', url: '/echo', body: {} },
        { method: 'M-SEARCH', url: '/echo' },
      ]);
      const methods = responses.map((response) => echoOf(response).method);
      assert.deepEqual(methods, ['GET', 'PATCH', 'M-SEARCH']);
    },
  },
];
