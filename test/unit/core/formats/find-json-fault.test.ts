import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '#core/formats/parse-json.js';
import { thrownProblem } from '../thrown-problem.js';

async function detailOf(text: string | Uint8Array): Promise<string> {
  const problem = await thrownProblem(() => parseJson(Buffer.from(text), 1_000));
  return String(problem.detail);
}

/** What V8 says about a text that is not JSON. */
function messageOfV8(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

test.each([
  ['{"a" 1}', 'expected a colon; see character 5 (line 1, column 6)'],
  ['{"id":1},', 'expected nothing after the value; see character 8 (line 1, column 9)'],
  ['{"id":1}{"id":2}', 'expected nothing after the value; see character 8 (line 1, column 9)'],
  ['{"id":1}\n{"id":2}', 'expected nothing after the value; see character 9 (line 2, column 1)'],
  ['{"a":1 "b":2}', 'expected a comma or }; see character 7 (line 1, column 8)'],
  ['[1 2]', 'expected a comma or ]; see character 3 (line 1, column 4)'],
  ['[1,]', 'expected a value; see character 3 (line 1, column 4)'],
  ['[}', 'expected a value or ]; see character 1 (line 1, column 2)'],
  ['{"a":1,}', 'expected a name in double quotes; see character 7 (line 1, column 8)'],
  ["{'a':1}", 'expected a name in double quotes or }; see character 1 (line 1, column 2)'],
  ['nope', 'expected the rest of a number, true, false or null; see character 1 (line 1, column 2)'],
  ['[-x]', 'expected the rest of a number, true, false or null; see character 2 (line 1, column 3)'],
  ['"a\nb"', 'expected a character or escape sequence that a string may contain; see character 2'],
  ['"\\x"', 'expected a character or escape sequence that a string may contain; see character 2'],
  ['"\\u12g4"', 'expected a character or escape sequence that a string may contain; see character 5'],
  ['{"a":"b', 'unexpected end of input; see character 7 (line 1, column 8)'],
  ['{"a":1,\r\n "b":\r\n', 'unexpected end of input; see character 16 (line 3, column 1)'],
  ['tru', 'unexpected end of input; see character 3 (line 1, column 4)'],
  ['["é€🦊" 1]', 'expected a comma or ]; see character 8 (line 1, column 9)'],
  ['\ufeff[1,]', 'expected a value; see character 3 (line 1, column 4)'],
])('%j', async (text, fault) => {
  expect(await detailOf(text)).toContain(`The body is not well-formed JSON: ${fault}`);
});

test('invalid UTF-8 is located too', async () => {
  const body = Buffer.concat([Buffer.from('{"é":\n"€'), Buffer.from([0xe2, 0x82, 0x22])]);
  expect(await detailOf(body)).toBe('The body is not valid UTF-8; see character 8 (line 2, column 3)');
});

describe('in a text with one fault', () => {
  /** What is put into a text, or in place of its rest: a fault, wherever it is. */
  const faults = fc.constantFrom(
    '\u0001',
    '\\',
    '"',
    '?',
    '}',
    ']',
    ',',
    ':',
    '01',
    '-',
    '1.',
    '\\u12',
    "'",
    '',
  );
  const texts = fc
    .tuple(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), fc.constantFrom(0, 2))
    .map(([value, indent]) => JSON.stringify(value, null, indent));

  test('the place is that of the fault, and is the one that V8 names where it names one', async () => {
    let located = 0;
    const check = fc.asyncProperty(
      texts,
      fc.nat(),
      faults,
      fc.boolean(),
      async (text, at, fault, cutsRest) => {
        const place = at % (text.length + 1);
        const faulty = text.slice(0, place) + fault + (cutsRest ? '' : text.slice(place));
        const message = messageOfV8(faulty);
        fc.pre(message !== undefined && faulty !== '');
        const told = Number(/; see character (\d+) \(line/.exec(await detailOf(faulty))?.[1]);
        expect(told).toBeGreaterThanOrEqual(isPrefix(text.slice(0, place)) ? place : 0);
        expect(isPrefix(faulty.slice(0, told))).toBe(true);
        expect(told === faulty.length || !isPrefix(faulty.slice(0, told + 1))).toBe(true);
        const position = / at position (\d+)/.exec(message ?? '')?.[1];
        if (position === undefined) return;
        located += 1;
        expect(told).toBe(Number(position));
      },
    );
    await fc.assert(check, { numRuns: 300 });
    expect(located).toBeGreaterThan(50);
  });
});

/** Checks, by V8, whether a text can be continued to JSON: it is JSON, or the only fault is where it ends. */
function isPrefix(text: string): boolean {
  const message = messageOfV8(text);
  if (message === undefined || /Unexpected end|Unterminated string/.test(message)) return true;
  return / at position (\d+)/.exec(message)?.[1] === String(text.length);
}
