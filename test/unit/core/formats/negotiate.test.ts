import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_FORMATS } from '#core/formats/default-formats.js';
import { FormatIndex } from '#core/formats/format-index.js';
import { negotiate } from '#core/formats/negotiate.js';
import { anyCharacter } from '../../../support/any-character.js';

const INDEX = new FormatIndex(DEFAULT_FORMATS);

function chosenType(accept: string | undefined, preferred: string): string | undefined {
  return negotiate(accept, INDEX, { format: preferred })?.mediaType;
}

function formatOf(mediaType: string): string | undefined {
  return INDEX.answerIn(mediaType)?.format.name;
}

const JSON_TYPE = 'application/json';
const XML_TYPE = 'application/xml';
const NDJSON_TYPE = 'application/x-ndjson';

/** The ranges that fit each type, the nearest first (RFC 9110 section 12.5.1). */
const FITTING = {
  'application/json': ['application/json', 'application/vnd.album+json', 'application/*', '*/*'],
  'application/xml': ['application/xml', 'application/*+xml', 'application/*', '*/*'],
  'text/xml': ['text/xml', 'text/*', '*/*'],
  'application/x-ndjson': ['application/x-ndjson', 'application/*', '*/*'],
  'application/ndjson': ['application/ndjson', 'application/*', '*/*'],
  'application/jsonl': ['application/jsonl', 'application/*', '*/*'],
  'application/x-jsonlines': ['application/x-jsonlines', 'application/*', '*/*'],
} as const;

const quality = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);
const acceptEntries = fc.uniqueArray(
  fc.record({
    range: fc.constantFrom(...new Set(Object.values(FITTING).flat()), 'image/png', 'text/html'),
    q: quality,
  }),
  { selector: ({ range }) => range, minLength: 1 },
);

describe('negotiate', () => {
  test.each<[accept: string | undefined, whenJson: string | undefined, whenXml: string | undefined]>([
    [undefined, JSON_TYPE, XML_TYPE],
    ['', JSON_TYPE, XML_TYPE],
    [' \t', JSON_TYPE, XML_TYPE],
    ['*/*', JSON_TYPE, XML_TYPE],
    ['application/*', JSON_TYPE, XML_TYPE],
    ['text/*', 'text/xml', 'text/xml'],
    ['application/json', JSON_TYPE, JSON_TYPE],
    ['application/xml', XML_TYPE, XML_TYPE],
    ['text/xml', 'text/xml', 'text/xml'],
    ['APPLICATION/XML', XML_TYPE, XML_TYPE],
    ['application/json, application/xml', JSON_TYPE, XML_TYPE],
    ['application/xml, application/json', JSON_TYPE, XML_TYPE],
    ['application/json;q=0.5, application/xml;q=0.501', XML_TYPE, XML_TYPE],
    ['application/json;q=0.501, application/xml;q=0.5', JSON_TYPE, JSON_TYPE],
    ['application/json;q=0, */*', XML_TYPE, XML_TYPE],
    ['*/*;q=0, text/xml;q=0.001', 'text/xml', 'text/xml'],
    ['application/json;version=2', JSON_TYPE, JSON_TYPE],
    ['application/json;profile="a,b;q=0"', JSON_TYPE, JSON_TYPE],
    ['application/json;profile="\\",";q=0, text/xml', 'text/xml', 'text/xml'],
    ['application/json;Q=0.1, text/xml;q=0.2', 'text/xml', 'text/xml'],
    ['application/xml ; q=0.9 , application/json ; q=0.8', XML_TYPE, XML_TYPE],
    ['application/problem+json', JSON_TYPE, JSON_TYPE],
    ['application/*+json', JSON_TYPE, JSON_TYPE],
    ['application/dav+xml', XML_TYPE, XML_TYPE],
    ['application/*;q=0.9, application/vnd.album+json;q=0.1', XML_TYPE, XML_TYPE],
    ['text/html, image/png', undefined, undefined],
    ['text/vnd.album+json', undefined, undefined],
    ['*/json', undefined, undefined],
    ['application/json;q=0', undefined, undefined],
    ['*/*;q=0', undefined, undefined],
    ['application/json;q=1.5', undefined, undefined],
    ['application/json;q=0.1234', undefined, undefined],
    ['nonsense', undefined, undefined],
    ['application/x-ndjson', NDJSON_TYPE, NDJSON_TYPE],
    ['application/ndjson', 'application/ndjson', 'application/ndjson'],
    ['application/jsonl, application/json;q=0.9', 'application/jsonl', 'application/jsonl'],
    ['Application/X-JSONLines', 'application/x-jsonlines', 'application/x-jsonlines'],
    ['application/jsonl, application/x-ndjson', NDJSON_TYPE, NDJSON_TYPE],
    ['application/x-ndjson;q=0.9, application/json;q=0.8', NDJSON_TYPE, NDJSON_TYPE],
    ['application/x-ndjson, */*', JSON_TYPE, XML_TYPE],
    ['application/json;q=0, application/xml;q=0, text/xml;q=0, */*', NDJSON_TYPE, NDJSON_TYPE],
    ['nonsense, text/xml', 'text/xml', 'text/xml'],
  ])('answers Accept %j with %s, or with %s if XML is preferred', (accept, whenJson, whenXml) => {
    expect(chosenType(accept, 'json')).toBe(whenJson);
    expect(chosenType(accept, 'xml')).toBe(whenXml);
  });

  test('never throws, and returns a type that is offered, or none', () => {
    const piece = fc.constantFrom(
      '/',
      '*',
      ';',
      ',',
      '=',
      '"',
      '\\',
      ' ',
      '.',
      '1',
      'application',
      'json',
      '+xml',
      'q=0',
      'q=1',
    );
    const likely = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(likely, fc.string({ unit: anyCharacter })), (accept) => {
        expect([...INDEX.answerTypes, undefined]).toContain(chosenType(accept, 'json'));
      }),
      { numRuns: 2_000 },
    );
  });

  test('returns the type of the highest quality, which is never 0', () => {
    const qualityIn = (entries: readonly { range: string; q: number }[], type: keyof typeof FITTING) => {
      for (const fitting of FITTING[type]) {
        const entry = entries.find(({ range }) => range === fitting);
        if (entry !== undefined) return entry.q;
      }
      return 0;
    };
    fc.assert(
      fc.property(acceptEntries, fc.constantFrom('json', 'xml'), (entries, preferred) => {
        const accept = entries.map(({ range, q }) => `${range};q=${q}`).join(', ');
        const chosen = chosenType(accept, preferred) as keyof typeof FITTING | undefined;
        const greatest = Math.max(
          ...INDEX.answerTypes.map((type) => qualityIn(entries, type as keyof typeof FITTING)),
        );
        if (chosen === undefined) expect(greatest).toBe(0);
        else {
          expect(greatest).toBeGreaterThan(0);
          expect(qualityIn(entries, chosen)).toBe(greatest);
          const isPreferredAsGood = INDEX.answerTypes.some(
            (type) =>
              formatOf(type) === preferred && qualityIn(entries, type as keyof typeof FITTING) === greatest,
          );
          if (isPreferredAsGood) expect(formatOf(chosen)).toBe(preferred);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
