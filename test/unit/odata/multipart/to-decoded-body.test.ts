import { expect, test } from '@jest/globals';
import { toDecodedBody } from '#odata/multipart/to-decoded-body.js';

/** Returns the kind of a body and its content; a character of `text` is a byte of it. */
function bodyOf(text: string, contentType?: string): unknown {
  const body = toDecodedBody(Buffer.from(text, 'latin1'), contentType);
  if (body?.kind === 'bytes') return ['bytes', Buffer.from(body.bytes).toString('latin1')];
  return body?.kind === 'json' ? ['json', body.text] : body;
}

const NUMBERS = '{"a":12345678901234567890,"b":1.0}';

test.each([
  ['line breaks alone', '\r\n\n\r\n', undefined, undefined],
  ['line breaks alone, of a binary type', '\r\n', 'image/png', undefined],
  ['JSON', NUMBERS, 'application/json', ['bytes', NUMBERS]],
  ['JSON in empty lines', `\n\r\n${NUMBERS}\r\n\r\n`, 'application/json', ['bytes', NUMBERS]],
  [
    'JSON with a reference',
    `\r\n{"a":1.0,"b":"$1","c":"\xc3\xa9"}\n`,
    'application/json',
    ['json', '{"a":1.0,"b":"$1","c":"é"}'],
  ],
  ['JSON without type', NUMBERS, undefined, ['json', NUMBERS]],
  ['JSON in Latin-1', '{"a":"\xe9","b":"$1"}', 'application/json', ['bytes', '{"a":"\xe9","b":"$1"}']],
  ['JSON in another charset', '{"b":"$1"}\r\n', 'application/json; charset=latin1', ['bytes', '{"b":"$1"}']],
  ['no JSON', '{"b":"$1"', 'application/json', ['bytes', '{"b":"$1"']],
  ['other bytes without type', '\x00\xff\r\n', undefined, ['bytes', '\x00\xff\r\n']],
  ['text', '\r\nhi\r\n', 'text/plain', ['bytes', '\r\nhi\r\n']],
  ['binary', '\r\n\x00\xff\n', 'image/png', ['bytes', '\r\n\x00\xff\n']],
])('%s', (_name, text, contentType, expected) => {
  expect(bodyOf(text, contentType)).toEqual(expected);
});
