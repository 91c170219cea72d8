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

test('an operation gets its Idempotency-Key, unless it has its own', () => {
  const headersOf = inheritHeaders(
    { 'idempotency-key': '"1"' },
    new Set(),
    new Map([
      [1, '"1:a"'],
      [2, '"1:b"'],
    ]),
  );
  const headers = { 'idempotency-key': '"own"' };
  expect(headersOf(toOperation({ index: 0 }))).toEqual({});
  expect(headersOf(toOperation({ index: 1 }))).toEqual({ 'idempotency-key': '"1:a"' });
  expect(headersOf(toOperation({ index: 2, headers }))).toEqual(headers);
});
