import { expect, test } from '@jest/globals';
import { readBytes } from '#client/fetch/read-bytes.js';
import { whatwg } from '../../../support/other-fetches.js';

const post = (body: string | Uint8Array<ArrayBuffer>, type: string): Request =>
  new whatwg.Request('http://a/', { method: 'POST', headers: { 'content-type': type }, body });

test.each([
  ['a JSON text', '{"a":"\u00e9"}', 'application/json'],
  ['a text in UTF-8', 'a=\u00e9', 'application/x-www-form-urlencoded; charset=UTF-8'],
  ['bytes', new Uint8Array([0, 255]), 'image/png'],
])('the body of a Request without a stream is read: %s', async (_name, body, type) => {
  const bytes = await readBytes(post(body, type), 100);
  expect(Buffer.from(bytes!)).toEqual(Buffer.from(body as string));
});

test('a text whose encoding is not known is not read', async () => {
  await expect(readBytes(post('a', 'image/svg'), 100)).rejects.toThrow('could not read as ArrayBuffer');
});
