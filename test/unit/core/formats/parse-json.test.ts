import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkJsonDepth, parseJson } from '#core/formats/parse-json.js';
import { thrownProblem } from '../thrown-problem.js';

function nest(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

describe('parseJson', () => {
  test('returns the value, and ignores a byte order mark', () => {
    expect(parseJson(Buffer.from('{"a":[1,"é"]}'), 2)).toEqual({ a: [1, 'é'] });
    expect(parseJson(Buffer.from('\ufeff1'), 1)).toBe(1);
  });

  test.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['a cut text', '{"requests":['],
    ['a trailing comma', '[1,]'],
    ['a comment', '{} // x'],
    ['NaN', 'NaN'],
    ['two values', '{}{}'],
    ['a raw control character', '"\n"'],
  ])('refuses %s', async (_what, text) => {
    const problem = await thrownProblem(() => parseJson(Buffer.from(text), 64));
    expect(problem.type).toBe('urn:multistatus:problem:malformed-json');
  });

  test.each([[[0xff]], [[0x22, 0xc3, 0x22]], [[0xed, 0xa0, 0x80]], [[0xc0, 0xaf]]])(
    'refuses the bytes %j, which are no UTF-8',
    async (bytes) => {
      const problem = await thrownProblem(() => parseJson(Uint8Array.from(bytes), 64));
      expect(problem).toMatchObject({
        status: 400,
        detail: expect.stringMatching(/^The body is not valid UTF-8; see/),
      });
    },
  );

  test('cannot be misled about the position by the body', async () => {
    const problem = await thrownProblem(() => parseJson(Buffer.from('!position 777'), 64));
    expect(problem.detail).not.toContain('777');
  });

  test('does not say that a complete text may be truncated', async () => {
    const problem = await thrownProblem(() => parseJson(Buffer.from('{"requests":}'), 64));
    expect(problem.detail).not.toContain('truncated');
  });

  test('accepts maxJsonDepth levels, and not one more', async () => {
    expect(parseJson(Buffer.from(nest(3)), 3)).toEqual([[[]]]);
    const problem = await thrownProblem(() => parseJson(Buffer.from(nest(4)), 3));
    expect(problem).toMatchObject({ status: 413, limit: 'maxJsonDepth', max: 3, actual: 4 });
  });

  test('refuses a depth at which recursion would end the process', async () => {
    const problem = await thrownProblem(() => parseJson(Buffer.from(nest(200_000)), 64));
    expect(problem).toMatchObject({ limit: 'maxJsonDepth', actual: 200_000 });
  });

  test('what is not well-formed is malformed, however deep it is', async () => {
    for (const text of ['['.repeat(200_000), `${nest(200_000)}]`, `\ufeff${'{"a":'.repeat(50_000)}`]) {
      const problem = await thrownProblem(() => parseJson(Buffer.from(text), 64));
      expect(problem.type).toBe('urn:multistatus:problem:malformed-json');
      expect(problem.detail).toContain(
        `column ${text.replace('\ufeff', '').length + (text.endsWith(']]') ? 0 : 1)}`,
      );
    }
  });

  test('a long text has the same limit and the same value as a short one', async () => {
    const long = (depth: number) => `\ufeff["${'x'.repeat(70_000)}",${nest(depth - 1)}]`;
    expect(parseJson(Buffer.from(long(3)), 3)).toEqual(['x'.repeat(70_000), [[]]]);
    const problem = await thrownProblem(() => parseJson(Buffer.from(long(4)), 3));
    expect(problem).toMatchObject({ status: 413, limit: 'maxJsonDepth', max: 3, actual: 4 });
  });

  test('returns what JSON.parse returns, or throws a problem, whatever the bytes', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc.json().map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        let expected: unknown;
        try {
          expected = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
        } catch {
          const problem = await thrownProblem(() => parseJson(body, 1_000));
          expect(problem.status).toBe(400);
          return;
        }
        expect(parseJson(body, 1_000)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe('checkJsonDepth', () => {
  test('counts the levels of objects and arrays, as a recursive count does', async () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? 1 + Math.max(0, ...Object.values(value).map((member) => depthOf(member)))
        : 0;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 8 }), async (value) => {
        const depth = depthOf(value);
        expect(() => checkJsonDepth(value, Math.max(depth, 1))).not.toThrow();
        if (depth > 1) {
          const problem = await thrownProblem(() => checkJsonDepth(value, depth - 1));
          expect(problem['actual']).toBe(depth);
        }
      }),
    );
  });
});
