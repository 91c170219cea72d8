import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkJson } from '#core/operation/check-json.js';
import { depthOfJson } from '#core/operation/depth-of-json.js';

/** The result of a check, and after how many pauses it came. */
function check(text: string, maxDepth = 20): { readonly isJson: boolean; readonly pauses: number } {
  const steps = checkJson(Buffer.from(text), maxDepth);
  for (let pauses = 0; ; pauses += 1) {
    const step = steps.next();
    if (step.done === true) return { isJson: step.value, pauses };
  }
}

function isJson(text: string, maxDepth = 20): boolean {
  try {
    JSON.parse(text);
  } catch {
    return false;
  }
  return depthOfJson(text) <= maxDepth;
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
    '"\\x"',
    '\\',
    ' ',
    '\n',
    '\t',
  ],
  ...[
    '0',
    '-',
    '1',
    '01',
    '-0',
    '1.5',
    '1.',
    '.5',
    '1e5',
    '1E+5',
    '1e',
    '1e-',
    'true',
    'false',
    'null',
    'nul',
    'é',
  ],
  ...['\u0000', '\u001f', '\u2028', '\ufeff', '😀', '/', '"\\/"', '"\\u12'],
];

describe('checkJson', () => {
  test('accepts what JSON.parse accepts, and nothing else', () => {
    const tokens = fc.array(fc.constantFrom(...TOKENS), { maxLength: 12 }).map((each) => each.join(''));
    fc.assert(
      fc.property(fc.oneof(tokens, fc.json()), (text) => {
        expect(check(text).isJson).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('finds one wrong character in JSON', () => {
    const edits = fc.tuple(fc.json(), fc.nat(), fc.constantFrom(...TOKENS, ''));
    fc.assert(
      fc.property(edits, ([json, place, token]) => {
        const at = place % (json.length + 1);
        const text = json.slice(0, at) + token + json.slice(at + 1);
        expect(check(text).isJson).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('accepts as many levels as are allowed', () => {
    const nested = (levels: number): string => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;
    expect(check(nested(20)).isJson).toBe(true);
    expect(check(nested(22)).isJson).toBe(false);
    expect(check('[{},[],{"a":[]}]'.repeat(1), 3).isJson).toBe(true);
  });

  test.each([
    ['a long string', `"${'a\\n\\u00e9'.repeat(40_000)}"`],
    ['a long name', `{"${'b'.repeat(300_000)}":1}`],
    ['many numbers', `[${'1,'.repeat(150_000)}1]`],
    ['white space', `${' '.repeat(300_000)}1`],
    ['many levels of objects', `[${'{"a":[]},'.repeat(40_000)}null]`],
  ])('pauses after each 64 KiB of %s, and knows where it was', (_name, text) => {
    const { isJson: isValid, pauses } = check(text);
    expect(isValid).toBe(true);
    expect(pauses).toBe(Math.ceil(text.length / 65_536) - 1);
    for (const end of [text.length - 1, 65_536, 65_537]) expect(check(text.slice(0, end)).isJson).toBe(false);
    expect(check(`${text}x`).isJson).toBe(false);
  });

  test('checks an escape sequence across a pause', () => {
    for (let shift = 0; shift < 8; shift += 1) {
      const before = '"'.padEnd(65_536 - shift, 'a');
      expect(check(`${before}\\u00e9"`).isJson).toBe(true);
      expect(check(`${before}\\u00x9"`).isJson).toBe(false);
      expect(check(`${before}\\\\"`).isJson).toBe(true);
    }
  });
});

test.each([[[0xff]], [[0xc3]], [[0xed, 0xa0, 0x80]], [[0xc0, 0xaf]], [[0xf4, 0x90, 0x80, 0x80]]])(
  'the bytes %j, which are no UTF-8, are not JSON in a string or elsewhere',
  (bytes) => {
    const quote = Buffer.from('"');
    for (const wrong of [Buffer.from(bytes), Buffer.concat([quote, Buffer.from(bytes), quote])]) {
      expect([...checkJson(wrong, 20)]).toEqual([]);
      expect(checkJson(wrong, 20).next()).toEqual({ done: true, value: false });
    }
  },
);
