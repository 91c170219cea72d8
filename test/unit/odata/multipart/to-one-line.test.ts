import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toOneLine } from '#odata/multipart/to-one-line.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

test('any JSON keeps its value, and has no line break', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('\t', ' ', 3),
      fc.constantFrom('\n', '\r\n', '\r'),
      (value, space, end) => {
        const text = JSON.stringify(value, null, space).replaceAll('\n', end);
        const line = decoder.decode(toOneLine(encoder.encode(text)));
        expect(line).not.toMatch(/[\r\n]/);
        expect(JSON.stringify(JSON.parse(line))).toBe(JSON.stringify(value));
      },
    ),
  );
});

test('the same bytes are returned if there is no line break', () => {
  const json = encoder.encode('{ "a" : "\\n" }');
  expect(toOneLine(json)).toBe(json);
});
