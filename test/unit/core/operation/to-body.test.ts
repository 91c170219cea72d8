import { describe, expect, test } from '@jest/globals';
import {
  isXmlText,
  MAX_BODY_DEPTH,
  readMultistatus,
  type StatusResponse,
  toJsonText,
  writeNdjson,
} from '@multistatus/document';
import { writeXml } from '@multistatus/document/xml-writer';
import fc from 'fast-check';
import { toBody, toLongBody } from '#core/operation/to-body.js';
import { anyCharacter } from '../../../support/any-character.js';

function bytes(...codes: number[]): Uint8Array {
  return Uint8Array.from(codes);
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('toBody', () => {
  test('gives nothing for no bytes', () => {
    expect(toBody(bytes(), 'application/json')).toBeUndefined();
  });

  test.each([
    ['application/json', ' {"n": 1.0} '],
    ['application/problem+json; charset=utf-8', '{}'],
    ['text/json', '[1]'],
    ['application/json; charset=US-ASCII', '1'],
    ['APPLICATION/JSON', '"é"'],
  ])('leaves JSON of type %s as its text stands', (contentType, text) => {
    expect(toBody(Buffer.from(text), contentType)).toEqual({ encoding: 'json', text });
  });

  test.each([
    ['application/json', '{"a":'],
    ['application/json', '\ufeff{}'],
    ['text/plain', 'é'],
    ['text/html; charset=utf-8', '<p>'],
    ['application/xml', '<a/>'],
    ['image/svg+xml', '<svg/>'],
    ['application/javascript', 'x'],
    ['application/x-www-form-urlencoded', 'a=1'],
    ['application/x-own; charset=utf-8', 'a'],
    ['text/plain', '\ufeffwith a byte order mark'],
    ['text/plain', 'NUL \0 and CR \r'],
  ])('gives what is text by its type %s as text', (contentType, text) => {
    expect(toBody(Buffer.from(text), contentType)).toEqual({ encoding: 'text', text });
  });

  test('leaves JSON as JSON up to the depth that readers allow, and writes deeper JSON as text', async () => {
    const nested = (levels: number): string =>
      `${'[{"a":'.repeat(levels / 2)}"[[["${'}]'.repeat(levels / 2)}`;
    for (const [levels, encoding] of [
      [MAX_BODY_DEPTH, 'json'],
      [MAX_BODY_DEPTH + 2, 'text'],
      [500_000, 'text'],
    ] as const) {
      const text = nested(levels);
      const body = toBody(Buffer.from(text), 'application/json');
      expect(body?.encoding).toBe(encoding);
      expect(body?.text).toBe(text);
      const response = { href: '/a', status: 200, body };
      const summary = { total: 1, succeeded: 1, failed: 0, other: 0 };
      for (const document of [
        toJsonText({ summary, responses: [response] }),
        await textOf(writeNdjson([response], () => summary)),
        await textOf(writeXml([response], { operationsPath: '/operations/' })),
      ]) {
        const { document: read } = await readMultistatus(document);
        expect((read.responses[0] as StatusResponse).body?.text).toBe(text);
      }
    }
  });

  test('does not take brackets inside strings for levels, nor many values for deep ones', () => {
    for (const text of [`["${'['.repeat(50_000)}"]`, `[${'[],'.repeat(20_000)}"\\\\"]`]) {
      expect(toBody(Buffer.from(text), 'application/json')?.encoding).toBe('json');
    }
  });

  test('reads text in the charset that it names', () => {
    expect(toBody(bytes(0xe9), 'text/plain; charset=iso-8859-1')).toEqual({ encoding: 'text', text: 'é' });
    expect(toBody(bytes(0x7b, 0, 0x7d, 0), 'application/json; charset=utf-16le')).toEqual({
      encoding: 'text',
      text: '{}',
    });
  });

  test.each<[contentType: string | undefined, content: Uint8Array]>([
    [undefined, Buffer.from('a')],
    ['nonsense', Buffer.from('a')],
    ['image/png', bytes(0x89, 0x50)],
    ['application/octet-stream', Buffer.from('a')],
    ['text/plain', bytes(0xff)],
    ['application/json', bytes(0x22, 0xff, 0x22)],
    ['text/plain; charset=nobody-knows', Buffer.from('a')],
    ['text/plain; charset=iso-8859-1', bytes(0x61, 0)],
  ])('gives anything else, of type %s, as base64', (contentType, content) => {
    expect(toBody(content, contentType)).toEqual({
      encoding: 'base64',
      text: Buffer.from(content).toString('base64'),
    });
  });

  test('looks at no byte outside of a view', () => {
    const buffer = Buffer.from('abcdef');
    expect(toBody(buffer.subarray(2, 4), undefined)).toEqual({ encoding: 'base64', text: 'Y2Q=' });
    expect(toBody(buffer.subarray(2, 4), 'text/plain')).toEqual({ encoding: 'text', text: 'cd' });
  });

  test('loses no byte of UTF-8 or of no charset, whatever the type says', () => {
    const contentType = fc.constantFrom(
      undefined,
      'application/json',
      'text/plain',
      'text/plain; charset=utf-8',
      'image/png',
      'application/xml',
    );
    const content = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 20 }),
      fc.oneof(fc.json(), fc.string({ unit: anyCharacter, minLength: 1 })).map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(content, contentType, (original, type) => {
        const { encoding, text } = toBody(original, type)!;
        const restored = Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8');
        expect(restored.equals(original)).toBe(true);
        if (encoding === 'json') expect(() => JSON.parse(text)).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });
});

test('long JSON is no XML text if it has a character that XML does not allow', () => {
  const textOf = (character: string): Uint8Array =>
    new TextEncoder().encode(JSON.stringify(character + 'x'.repeat(2_000)));
  expect(toBody(textOf('\uffff'), 'application/json')?.sliced?.isXmlText).toBe(false);
  expect(toBody(textOf('\uffee'), 'application/json')?.sliced?.isXmlText).toBe(true);
});

describe('toLongBody', () => {
  const CONTENT_TYPES = [
    undefined,
    'application/json',
    'application/json; charset=utf-16le',
    'text/plain',
    'text/plain; charset=iso-8859-2', // not 1: Node 20 decodes it wrongly unless the bytes come in a stream
    'text/plain; charset=nobody-knows',
    'image/png',
  ];

  test('returns what toBody returns, whole and in slices', async () => {
    const content = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 20 }),
      fc.oneof(fc.json(), fc.string({ unit: anyCharacter, minLength: 1 })).map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(content, fc.constantFrom(...CONTENT_TYPES), async (original, type) => {
        const { encoding, text } = toBody(original, type)!;
        const long = await toLongBody(original, type);
        expect([long.encoding, long.text]).toEqual([encoding, text]);
        if (long.sliced === undefined) return;
        expect([...long.sliced.slices()].join('')).toBe(text);
        expect(long.sliced.isXmlText).toBe(isXmlText(text));
      }),
      { numRuns: 500 },
    );
  });

  test.each(['application/json', 'text/plain', 'image/png'])(
    'decodes %s slice by slice, and never ends a slice within a character',
    async (type) => {
      for (const unit of ['a', 'é', '漢', '😀', 'a😀é漢']) {
        const original = Buffer.from(JSON.stringify(`x${unit.repeat(80_000)}`));
        const { encoding, text } = toBody(original, type)!;
        const long = await toLongBody(original, type);
        const slices = [...long.sliced!.slices()];
        expect(long.encoding).toBe(encoding);
        expect(slices.length).toBeGreaterThan(1);
        expect(slices.join('')).toBe(text);
        expect(Buffer.concat(slices.map((slice) => Buffer.from(slice))).toString()).toBe(text);
      }
    },
  );
});
