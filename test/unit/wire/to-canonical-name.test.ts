import { expect, test } from '@jest/globals';
import { toCanonicalName } from '#wire/to-canonical-name.js';

test.each([
  ['content-type', 'Content-Type'],
  ['etag', 'ETag'],
  ['location', 'Location'],
  ['www-authenticate', 'WWW-Authenticate'],
  ['content-md5', 'Content-MD5'],
  ['x-ua-compatible', 'X-UA-Compatible'],
  ['x-xss-protection', 'X-XSS-Protection'],
  ['odata-version', 'OData-Version'],
  ['odata-entityid', 'OData-EntityId'],
  ['dataserviceversion', 'DataServiceVersion'],
  ['x-csrf-token', 'X-CSRF-Token'],
  ['x-a', 'X-A'],
  ['a', 'A'],
  ['1-a', '1-A'],
  ['-a', '-A'],
  ['x--a_b', 'X--A_b'],
  ['__proto__', '__proto__'],
  ['constructor', 'Constructor'],
  ['', ''],
])('%s is written %s', (name, canonical) => {
  expect(toCanonicalName(name)).toBe(canonical);
  expect(canonical.toLowerCase()).toBe(name);
});
