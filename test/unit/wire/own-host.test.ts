import { describe, expect, test } from '@jest/globals';
import { isOwnHost } from '#wire/own-host.js';

describe('isOwnHost', () => {
  test.each([
    'photos.example',
    'PHOTOS.example',
    'photos.example:80',
    'photos.example:443',
    'photos.example:',
  ])('%s', (host) => expect(isOwnHost(host, { host: 'photos.example' })).toBe(true));
  test.each(['', 'evil.example', 'photos.example:8080', 'photos.example@evil.example', 'a@photos.example'])(
    'not %j',
    (host) => expect(isOwnHost(host, { host: 'photos.example' })).toBe(false),
  );
  test('that of a proxy in front', () => {
    const headers = { host: 'internal:3000', 'x-forwarded-host': 'api.example, proxy.example' };
    expect(['internal:3000', 'api.example', 'proxy.example'].every((host) => isOwnHost(host, headers))).toBe(
      true,
    );
  });
  test('there is none without Host', () => expect(isOwnHost('', {})).toBe(false));
});
