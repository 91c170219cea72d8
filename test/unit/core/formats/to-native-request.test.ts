import { expect, test } from '@jest/globals';
import { toNativeRequest } from '#core/formats/to-native-request.js';

const CONTEXT = { root: '/v1', headers: { host: 'photos.example' }, isId: (id: string) => id === 'a' };

test('a URL names another request only if there is one with this id', () => {
  const urlOf = (url: string): unknown => toNativeRequest({ method: 'GET', url }, CONTEXT);
  expect(['$a/photos', '$a', '$metadata', '$b?x=1', '$'].map(urlOf)).toEqual(
    ['$a/photos', '$a', '/v1/$metadata', '/v1/$b?x=1', '/v1/$'].map((url) => ({ method: 'GET', url })),
  );
});

test('headers about the message are absent, numbers are text, and another host is left', () => {
  const headersOf = (headers: unknown): unknown => toNativeRequest({ headers }, CONTEXT);
  expect(
    headersOf({
      'Content-Length': 21,
      Connection: 'close',
      'accept-encoding': 'gzip',
      Host: 'photos.example',
      Prefer: 'x',
      'x-count': 3,
      Authorization: 'Bearer x',
      'x-list': ['a'],
    }),
  ).toEqual({
    headers: { Prefer: 'x', 'x-count': '3', Authorization: 'Bearer x', 'x-list': ['a'] },
  });
  expect(headersOf({ host: 'evil.example' })).toEqual({ headers: { host: 'evil.example' } });
});

test.each([null, 7, 'x', [['url', 'a']], { url: 7, headers: [] }, { url: 'https://evil.example/' }])(
  'leaves what is not valid: %j',
  (request) => expect(toNativeRequest(request, CONTEXT)).toEqual(request),
);
