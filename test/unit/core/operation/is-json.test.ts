import { describe, expect, test } from '@jest/globals';
import { MAX_BODY_DEPTH } from '@multistatus/document';
import fc from 'fast-check';
import { depthOfJson } from '#core/operation/depth-of-json.js';
import { isJson } from '#core/operation/is-json.js';
import { isValidUtf8 } from '#core/operation/is-valid-utf8.js';
import { MAX_SHORT_BYTES } from '#core/operation/scan-window.js';
import { anyCharacter } from '../../../support/any-character.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What `isJson` and `isValidUtf8` together have to find. */
function expected(bytes: Uint8Array): boolean {
  try {
    const text = UTF8.decode(bytes);
    JSON.parse(text);
    return depthOfJson(text) <= MAX_BODY_DEPTH;
  } catch {
    return false;
  }
}

function accepts(bytes: Uint8Array): boolean {
  return isValidUtf8(bytes) && isJson(bytes);
}

const TOKENS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '"a"',
    '"\\n"',
    '"\\u00E9"',
    '"\\u00g9"',
    '"\\u12',
    '"\\x"',
    '\\',
    '/',
  ],
  ...['0', '-', '1', '01', '-0', '-01', '1.5', '1.', '.5', '1e5', '1E+5', '1e', '1e-', '1.5e-07', '9', '+1'],
  ...['true', 'false', 'null', 'nul', 'tru', 'fals', 'nullx', 'é', '漢', '😀', '\u2028', '\ufeff'],
  ...[' ', '\n', '\t', '\r', '\f', '\u0000', '\u001f', '\u007f'],
];
/** Text whose quotation marks and escape sequences lie at every place of a word of four bytes. */
const json = fc
  .tuple(fc.nat(4), fc.oneof(fc.json(), fc.json({ stringUnit: anyCharacter })))
  .map(([spaces, text]) => ' '.repeat(spaces) + text);

describe('isJson', () => {
  test('accepts what JSON.parse accepts, and nothing else', () => {
    const tokens = fc.array(fc.constantFrom(...TOKENS), { maxLength: 12 }).map((each) => each.join(''));
    fc.assert(
      fc.property(fc.oneof(tokens, json), (text) => {
        const bytes = Buffer.from(text);
        expect(accepts(bytes)).toBe(expected(bytes));
      }),
      { numRuns: 5_000 },
    );
  });

  test('finds one wrong character in JSON', () => {
    const edits = fc.tuple(json, fc.nat(), fc.constantFrom(...TOKENS, ''), fc.nat(2));
    fc.assert(
      fc.property(edits, ([text, place, token, removed]) => {
        const at = place % (text.length + 1);
        const bytes = Buffer.from(text.slice(0, at) + token + text.slice(at + removed));
        expect(accepts(bytes)).toBe(expected(bytes));
      }),
      { numRuns: 5_000 },
    );
  });

  test('finds any wrong byte in JSON', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.nat(255), (text, place, byte) => {
        const bytes = Buffer.from(text);
        bytes[place % bytes.length] = byte;
        expect(accepts(bytes)).toBe(expected(bytes));
      }),
      { numRuns: 5_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        expect(accepts(bytes)).toBe(expected(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  test('stops at the end, whatever was checked before', () => {
    const long = Buffer.from(`"${'a'.repeat(100)}"`);
    for (const text of ['"a', '"', '{"a"', '{"a":', '[1', '[', 'tru', '1e', '"\\u12', '"\\', ' ', '']) {
      isJson(long);
      expect(isJson(Buffer.from(text))).toBe(false);
      isJson(Buffer.from(`${text}]}","e":true}`.padEnd(100, ']')));
      expect(isJson(Buffer.from(text))).toBe(false);
    }
    for (const text of ['true', 'false', 'null', '0', '-1.5e3', '""', '[]', '{}']) {
      isJson(long);
      expect(isJson(Buffer.from(text))).toBe(true);
    }
  });

  test('checks as many bytes as are allowed', () => {
    const text = `["${'é'.repeat(MAX_SHORT_BYTES / 2 - 2)}"]`;
    const bytes = Buffer.from(text);
    expect(bytes.length).toBe(MAX_SHORT_BYTES);
    expect(isJson(bytes)).toBe(true);
    for (let end = bytes.length - 4; end < bytes.length; end += 1)
      expect(isJson(bytes.subarray(0, end))).toBe(false);
  });

  test('accepts as many levels as readers of documents do', () => {
    const nested = (levels: number): Buffer => Buffer.from('['.repeat(levels) + ']'.repeat(levels));
    expect(isJson(nested(MAX_BODY_DEPTH))).toBe(true);
    expect(isJson(nested(MAX_BODY_DEPTH + 1))).toBe(false);
    const within = (inner: string): Buffer =>
      Buffer.from('[{"a":'.repeat(MAX_BODY_DEPTH / 2 - 1) + inner + '}]'.repeat(MAX_BODY_DEPTH / 2 - 1));
    for (const inner of ['[{}]', '[[]]', '[{},[],{}]']) expect(isJson(within(inner))).toBe(true);
    for (const inner of ['[[{}]]', '[[[]]]', '{"a":{"b":{"c":1}}}'])
      expect(isJson(within(inner))).toBe(false);
  });
});
