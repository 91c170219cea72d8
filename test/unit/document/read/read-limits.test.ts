// Hostile documents: refused early, in bounded time and memory.
import { describe, expect, jest, test } from '@jest/globals';
import { type DocumentError, type ReadLimits, readMultistatus } from '@multistatus/document';
import { readXml, validateMultistatus } from '@multistatus/document/xml-reader';

// Much work for a machine that does other things too; what hangs still fails.
jest.setTimeout(60_000);

const ROOT = '<multistatus xmlns="DAV:">';
const MEBIBYTE = 1024 * 1024;
const BIG = '<a>'.repeat(12 * MEBIBYTE);

/** A stream of `first` and then one piece over and over; counts the bytes that were taken from it. */
function endless(
  first: string,
  piece: string,
  most: number,
): { source: AsyncIterable<Uint8Array>; taken: () => number } {
  let taken = 0;
  const source = (async function* () {
    yield Buffer.from(first);
    const block = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)));
    while (taken < most) {
      taken += block.length;
      yield block;
    }
  })();
  return { source, taken: () => taken };
}

async function ruleOf(source: Parameters<typeof readMultistatus>[0], limits?: ReadLimits): Promise<string> {
  return readMultistatus(source, limits).then(
    () => 'read',
    (error: DocumentError) => error.rule,
  );
}

describe('a hundred mebibytes', () => {
  test.each([
    ['of open tags', '', '<a>', 'X2', 1],
    ['of open tags in a 207', ROOT, '<a>', 'maxDepth', 1],
    ['of open tags in one response', `${ROOT}<response>`, '<prop xmlns="x">', 'maxDepth', 1],
    ['of text', `${ROOT}<a>`, 'text ', 'maxBytes', 33],
    ['of JSON text', '{"responses":["', 'text', 'maxBytes', 33],
  ])(
    '%s: with the limits that are there by default',
    async (_name, first, piece, rule, mebibytes) => {
      const { source, taken } = endless(first, piece, 100 * MEBIBYTE);
      expect(await ruleOf(source)).toBe(rule);
      expect(taken()).toBeLessThanOrEqual(mebibytes * MEBIBYTE);
    },
    60_000,
  );

  test.each([
    ['of elements', ROOT, '<a/>', 'maxElements'],
    ['of attributes', `${ROOT}<a `, 'b="" ', 'maxElements'],
    ['of white space', ROOT, ' \n', 'maxBytes'],
    ['of white space before anything', '', '\n', 'maxBytes'],
    ['of a comment', `${ROOT}<!--`, 'text ', 'maxBytes'],
    ['of a name', `${ROOT}<`, 'aaaa', 'maxBytes'],
    ['of a document type', '<!DOCTYPE a [', '<!ENTITY b "&c;&c;">', 'maxBytes'],
    ['of nothing but an ampersand and letters', `${ROOT}&`, 'abcd', 'maxBytes'],
    ['of JSON arrays', '{"responses":[', '[', 'maxBytes'],
  ])(
    '%s: with limits a tenth as high',
    async (_name, first, piece, rule) => {
      const { source, taken } = endless(first, piece, 100 * MEBIBYTE);
      expect(await ruleOf(source, { maxBytes: 3 * MEBIBYTE, maxElements: 200_000 })).toBe(rule);
      expect(taken()).toBeLessThanOrEqual(4 * MEBIBYTE);
    },
    60_000,
  );

  test.each([
    ['white space', '', ' '],
    ['text', `${ROOT}<a>`, 'x'],
    ['a name', `${ROOT}<a`, 'x'],
    ['an attribute', `${ROOT}<a b="`, 'x'],
    ['a comment', `${ROOT}<!--`, 'x'],
    ['JSON', '{"responses":["', 'x'],
  ])(
    'of %s, byte by byte after the first four: no byte is looked at again and again',
    async (_name, first, piece) => {
      const bytes = Uint8Array.of(piece.charCodeAt(0));
      const source = (function* () {
        yield Buffer.from(first + piece.repeat(4 * MEBIBYTE));
        for (;;) yield bytes;
      })();
      expect(await ruleOf(source, { maxBytes: 4 * MEBIBYTE + 10_000 })).toBe('maxBytes');
    },
  );

  test('that are there at once are not looked at', async () => {
    expect(await ruleOf(new Uint8Array(100 * MEBIBYTE))).toBe('maxBytes');
    expect(await ruleOf(BIG)).toBe('maxBytes');
    expect(() => readXml(BIG)).toThrow('maxBytes');
    expect(() => validateMultistatus(BIG)).toThrow('maxBytes');
  });
});

describe('each limit', () => {
  const respond = (count: number): string =>
    `${ROOT}${'<response><href>/a</href><status>HTTP/1.1 200</status></response>'.repeat(count)}</multistatus>`;
  const json = (count: number): string =>
    `{"responses":[${Array.from({ length: count }, () => '{"href":"/a","status":200}').join()}]}`;

  test.each<[string, ReadLimits, string, string]>([
    ['maxBytes', { maxBytes: respond(1).length }, respond(1), respond(2)],
    ['maxBytes', { maxBytes: json(1).length }, json(1), `${json(1)} `],
    ['maxDepth', { maxDepth: 3 }, respond(1), respond(1).replace('</href>', '</href><b><c/></b>')],
    ['maxDepth', { maxDepth: 3 }, json(1), json(1).replace('200', '200,"a":[]')],
    [
      'maxDepth',
      { maxDepth: 4 },
      json(1).replace('200', '200,"a":[]'),
      json(1).replace('200', '200,"a":[[]]'),
    ],
    ['maxElements', { maxElements: 8 }, respond(2), respond(3)],
    ['maxElements', { maxElements: 8 }, respond(2), respond(2).replace('<href>', '<href b="">')],
    ['maxElements', { maxElements: 4 }, json(2), json(3)],
    ['maxResponses', { maxResponses: 2 }, respond(2), respond(3)],
    ['maxResponses', { maxResponses: 2 }, json(2), json(3)],
    [
      'maxResponses',
      { maxResponses: 2 },
      '[{"status":200},{"status":200}]',
      '[{"status":200},{"status":200},{"status":200}]',
    ],
  ])('%s of %j', async (rule, limits, within, beyond) => {
    expect(await ruleOf(within, limits)).toBe('read');
    expect(await ruleOf(beyond, limits)).toBe(rule);
  });

  test('bodies count anew for depth and elements, but not without bound', async () => {
    const nest = (depth: number): string =>
      `{"responses":[{"href":"/a","status":200,"body":${'['.repeat(depth)}${']'.repeat(depth)}}]}`;
    expect(await ruleOf(nest(10_000), { maxDepth: 3, maxElements: 3 })).toBe('read');
    expect(await ruleOf(nest(10_001))).toBe('maxDepth');
    expect(await ruleOf(`${'['.repeat(1_000_000)}`)).toBe('maxDepth');
  });

  test('must be known, and within bounds', async () => {
    await expect(readMultistatus(respond(1), { maxDepth: 1001 })).rejects.toThrow(RangeError);
    await expect(readMultistatus(respond(1), { maxBytes: 0 })).rejects.toThrow('maxBytes must be an integer');
    await expect(readMultistatus(respond(1), { maxBytes: Number.NaN })).rejects.toThrow(RangeError);
    await expect(readMultistatus(respond(1), { maxByte: 1 } as ReadLimits)).rejects.toThrow(TypeError);
    await expect(readMultistatus(respond(1), { maxBytes: undefined })).resolves.toBeDefined();
    expect(() => readXml(respond(1), { contentType: 'x' } as ReadLimits)).toThrow(TypeError);
  });
});
