import { expect, test } from '@jest/globals';
import { inheritHeaders } from '#core/run/inherit-headers.js';
import { toOperation } from '../outcomes.js';

test('an operation inherits who is asking, as it was received, and nothing of the content', () => {
  const headersOf = inheritHeaders(
    {
      host: 'photos.example',
      authorization: 'Bearer x',
      'x-forwarded-for': ['192.0.2.1', '192.0.2.2'],
      origin: undefined,
      'content-length': '10',
      'content-type': 'application/json',
      'accept-encoding': 'gzip',
      accept: 'text/xml',
      'if-match': '*',
      prefer: 'return=minimal',
      connection: 'close',
      'x-own': '1',
    },
    new Set(),
  );
  expect(headersOf(toOperation())).toEqual({
    host: 'photos.example',
    authorization: 'Bearer x',
    'x-forwarded-for': ['192.0.2.1', '192.0.2.2'],
  });
});

test('an operation inherits the headers that an option adds, and its own win', () => {
  const envelope = { 'x-tenant': 't', 'x-other': 'o', host: 'h', 'accept-language': 'pt' };
  const headersOf = inheritHeaders(envelope, new Set(['x-tenant']));
  expect(headersOf(toOperation({ headers: { 'accept-language': 'de', 'x-own': '1' } }))).toEqual({
    'x-tenant': 't',
    host: 'h',
    'accept-language': 'de',
    'x-own': '1',
  });
  expect(headersOf(toOperation({ headers: { 'x-tenant': 'mine' } }))).toMatchObject({ 'x-tenant': 'mine' });
});

test('what one operation gets is not changed by what another has', () => {
  const headersOf = inheritHeaders({ host: 'h' }, new Set());
  headersOf(toOperation({ headers: { 'x-own': '1' } }));
  expect(headersOf(toOperation())).toEqual({ host: 'h' });
});

test.each<[key: string | string[], derived: string]>([
  ['"8e03"', '"8e03:a"'],
  ['8e03', '8e03:a'],
  ['""', '":a"'],
  ['"', '":a'],
  ['', ':a'],
  [['"1"', '"2"'], '"1:a"'],
])('the Idempotency-Key %j of the envelope gives an unsafe operation %s', (key, derived) => {
  const headersOf = inheritHeaders({ 'idempotency-key': key }, new Set());
  for (const method of ['POST', 'PATCH', 'PUT', 'DELETE', 'MKCOL', 'PROPPATCH']) {
    expect(headersOf(toOperation({ id: 'a', method }))).toEqual({ 'idempotency-key': derived });
  }
});

test.each(['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'REPORT', 'SEARCH', 'QUERY'])(
  'the Idempotency-Key of the envelope is nothing to a %s, which is safe',
  (method) => {
    expect(inheritHeaders({ 'idempotency-key': '"1"' }, new Set())(toOperation({ method }))).toEqual({});
  },
);

test('an operation keeps the Idempotency-Key that it has', () => {
  const headersOf = inheritHeaders({ 'idempotency-key': '"1"' }, new Set());
  const headers = { 'idempotency-key': '"own"' };
  expect(headersOf(toOperation({ method: 'POST', headers }))).toEqual(headers);
});
