import { expect, test } from '@jest/globals';
import { inheritHeaders } from '../../../packages/core/src/inherit-headers.js';
import { toOperation } from './outcomes.js';

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
