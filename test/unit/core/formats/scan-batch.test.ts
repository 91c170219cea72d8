import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outlineBodies } from '#core/formats/outline-bodies.js';
import { scanBatch } from '#core/formats/scan-batch.js';
import { atOnce } from '#wire/next-turn.js';
import { anyCharacter } from '../../../support/any-character.js';

const MAX_DEPTH = 64;
const PADDING = 'x'.repeat(100);
/** Makes a body so long that it is cut out. */
const LONG = 'é'.repeat(100);

function fill(template: string): string {
  return template.replaceAll('LONG', LONG).replaceAll('PAD', PADDING);
}

/** Returns the value of a batch, and the text of each body, as they are read; `undefined` if the batch has to be parsed as a whole. */
function scan(batch: string | Uint8Array, maxDepth = MAX_DEPTH) {
  const scanned = atOnce(scanBatch(Buffer.from(batch as string), maxDepth));
  if (scanned === undefined) return undefined;
  const { requests } = scanned.value as { requests?: unknown };
  const bodies = Array.isArray(requests)
    ? requests.map((_, index) => Buffer.from(scanned.bodyAt(index)).toString())
    : [];
  return { value: scanned.value, bodies };
}

/** Returns the texts of the bodies as a scan returns them: a request without a body has an empty one. */
function bodiesIn(text: string): string[] {
  return outlineBodies(text).map((body) => body ?? '');
}

/** Returns what `JSON.parse` returns, with `{}` in place of each body that is an object or array of at least 128 bytes. */
function outlined(text: string): unknown {
  const value = JSON.parse(text) as { requests?: { body?: unknown }[] };
  const bodies = bodiesIn(text);
  if (Array.isArray(value?.requests)) {
    value.requests.forEach((request, index) => {
      const body = bodies[index] ?? '';
      if (/^[[{]/.test(body) && Buffer.byteLength(body) >= 128) request.body = {};
    });
  }
  return value;
}

describe('scanBatch', () => {
  test.each([
    '{"pad":"PAD","requests":[{"body":{"a":"LONG"}},{"url":"/"},{"body":null}]}',
    '{"requests":[{"body":{"a":1.0,"a":1e400,"__proto__":"LONG"},"url":"PAD"}]}',
    '\ufeff {"requests" : [ {"body" : [ "LONG" , "" ] \n, "url":"/"} ] , "pad" :"PAD" } ',
    '{"requests":[{"body":"\\"}]\\\\"},{"body":"\\u0041PAD"},{"body":["LONG\\\\"]}]}',
    '{"requests":[{"headers":{"body":[{}]},"x":[{"body":["LONG"]}]}],"pad":"PAD"}',
    '{"requests":[{"body":["LONG"],"body":2},{"body":2,"body":["LONG"]}],"pad":"PAD"}',
    '{"requests":[{"body":["LONG"]}],"requests":[{"body":2}],"pad":"PAD"}',
    '{"requests":[{"body":2}],"requests":{"body":["LONG"]},"pad":"PAD"}',
    '{"pad":"PAD","requests":[1,null,[{"body":["LONG"]}],{"body":-0.5},{"body":[]},true]}',
    '{"pad":[true,false,null,-1.5e3,{"a":[{}],"b":"\\""}],"pod":"PAD","requests":[{}]}',
  ])('reads %j, with the exact text of each body', (template) => {
    const text = fill(template);
    const sent = text.replace('\ufeff', '');
    expect(scan(text)).toEqual({ value: outlined(sent), bodies: bodiesIn(sent) });
  });

  test.each([
    ['no object', '["PAD"]'],
    ['a name with an escape', '{"pad":"PAD","\\u0072equests":[]}'],
    ['a name of a member with an escape', '{"pad":"PAD","requests":[{"b\\u006fdy":1}]}'],
  ])('leaves %s to JSON.parse', (_what, template) => {
    expect(scan(fill(template))).toBeUndefined();
  });

  test.each([
    ['what follows a body', '{"requests":[{"body":["LONG"]5}],"pad":"PAD"}'],
    ['a fraction after a body', '{"requests":[{"body":["LONG"].5}],"pad":"PAD"}'],
    ['an exponent after a body', '{"requests":[{"body":["LONG"]e5}],"pad":"PAD"}'],
    ['a second body without a comma', '{"requests":[{"body":["LONG"]["LONG"]}],"pad":"PAD"}'],
    ['a trailing comma in a body', '{"requests":[{"body":["LONG",]}],"pad":"PAD"}'],
    ['another bracket at the end of a body', '{"requests":[{"body":["LONG"}}],"pad":"PAD"}'],
    ['a control character in a body', '{"requests":[{"body":["LONG\n"]}],"pad":"PAD"}'],
    ['a control character after a body', '{"requests":[{"body":["LONG"]\u0001}],"pad":"PAD"}'],
    ['a bad escape in a body', '{"requests":[{"body":["LONG\\x"]}],"pad":"PAD"}'],
    ['a missing colon', '{"requests":[{"body"["LONG"]}],"pad":"PAD"}'],
    ['a comma at the end of the list', '{"requests":[{"body":["LONG"]},],"pad":"PAD"}'],
    ['a comma at the end of a request', '{"requests":[{"body":["LONG"],}],"pad":"PAD"}'],
    ['a bracket too many', '{"requests":[{"body":["LONG"]}]],"pad":"PAD"}'],
    ['something after the batch', '{"requests":[{"body":["LONG"]}],"pad":"PAD"}{}'],
    ['an end in a body', '{"pad":"PAD","requests":[{"body":["LONG"'],
    ['an end in a string', '{"pad":"PAD","requests":[{"body":["LONG"],"url":"/'],
    ['an end after an escape', '{"pad":"PAD","requests":[{"body":["LONG"],"url":"/\\'],
    ['an end before a value', '{"pad":"PAD","requests":[{"body":["LONG"],"url":'],
    ['a missing value', '{"pad":"PAD","requests":[{"url":,"body":["LONG"]}]}'],
    ['a value that closes too much', '{"pad":"PAD","requests":[{"url":],"body":["LONG"]}]}'],
    ['single quotes', `{"requests":[{'body':["LONG"]}],"pad":"PAD"}`],
  ])('does not accept %s', (_what, template) => {
    const sent = fill(template);
    expect(() => JSON.parse(sent)).toThrow(SyntaxError);
    expect(scan(sent)).toBeUndefined();
  });

  test.each([[[0xff]], [[0xc3]], [[0xed, 0xa0, 0x80]], [[0xc0, 0xaf]], [[0xf4, 0x90, 0x80, 0x80]]])(
    'does not accept the bytes %j, in a body or elsewhere',
    (bytes) => {
      for (const place of ['BODY', 'URL']) {
        const text = `{"requests":[{"body":["BODY${LONG}"],"url":"URL"}],"pad":"${PADDING}"}`;
        const [before = '', after = ''] = text.split(place);
        const batch = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
        expect(scan(batch)).toBeUndefined();
      }
    },
  );

  test('accepts maxJsonDepth levels of the whole batch, and not one more, in a body or elsewhere', () => {
    const nested = `${'['.repeat(4)}"${LONG}"${']'.repeat(4)}`;
    for (const member of ['body', 'other']) {
      const text = `{"requests":[{"${member}":${nested}}],"pad":"${PADDING}"}`;
      expect(scan(text, 7)).toBeDefined();
      expect(scan(text, 6)).toBeUndefined();
    }
    expect(scan(`{"requests":[{}],"pad":"${PADDING}"}`, 3)).toBeDefined();
    expect(scan(`{"requests":[{}],"pad":"${PADDING}"}`, 2)).toBeUndefined();
    expect(scan(`{"requests":[{}],"pad":"${PADDING}"}`, Number.POSITIVE_INFINITY)).toBeDefined();
  });

  test('goes on after each pause where it was', () => {
    const text = JSON.stringify({
      requests: Array.from({ length: 700 }, (_, id) => ({
        url: `/${id}`,
        headers: { a: `${id}`.repeat(20) },
        body: id % 3 === 0 ? { text: '"é\\'.repeat(id), list: [[1.5, -2], {}, null] } : `${id}`.repeat(id),
      })),
    });
    expect(Buffer.byteLength(text)).toBeGreaterThan(10 * 65_536);
    expect(scan(text)).toEqual({ value: outlined(text), bodies: bodiesIn(text) });
  });

  const json = fc.jsonValue({ depthSize: 'small', stringUnit: anyCharacter });
  const request = fc.oneof(
    fc.record({ body: json, url: fc.string({ unit: anyCharacter }), headers: json }),
    fc.record({ body: fc.array(json, { minLength: 20 }), other: json }),
    fc.record({ url: fc.string(), other: json }),
    json,
  );
  const batch = fc
    .tuple(
      fc.record({ pad: fc.constant(PADDING), execution: json, requests: fc.array(request), onError: json }),
      fc.constantFrom(undefined, 1, '\t', ' \r\n'),
    )
    .map(([value, space]) => JSON.stringify(value, null, space));

  test('reads what JSON.parse reads, for any batch', () => {
    fc.assert(
      fc.property(batch, (text) => {
        const scanned = scan(text);
        // It does if names have escapes.
        if (scanned === undefined) expect(text).toContain('\\');
        else expect(scanned).toEqual({ value: outlined(text), bodies: bodiesIn(text) });
      }),
      { numRuns: 500 },
    );
  });

  test('accepts nothing that JSON.parse does not, wherever a batch is damaged', () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.constantFrom(0, 1, 2, 5),
      insert: fc.constantFrom(
        '',
        '"',
        '\\',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '0',
        '.5',
        'e',
        '\n',
        '\u0001',
        'null',
        '\u0080',
      ),
    });
    fc.assert(
      fc.property(batch, damage, (text, { at, length, insert }) => {
        const start = Math.floor(at * text.length);
        const bytes = Buffer.from(text.slice(0, start) + insert + text.slice(start + length));
        const sent = bytes.toString();
        let isValid = true;
        try {
          JSON.parse(sent);
        } catch {
          isValid = false;
        }
        const scanned = scan(bytes);
        if (!isValid) expect(scanned).toBeUndefined();
        else if (scanned !== undefined)
          expect(scanned).toEqual({ value: outlined(sent), bodies: bodiesIn(sent) });
      }),
      { numRuns: 2_000 },
    );
  });
});
