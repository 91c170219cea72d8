// JSON of other services. Each case is a document with its outcomes, or with the rule and the place of its refusal.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  isDocumentError,
  isMultistatusError,
  type MultistatusResponse,
  readMultistatus,
} from '@multistatus/document';
import fc from 'fast-check';
import { describeOutcome } from './describe-outcome.js';
import { type Json, plantFailure } from './plant-failure.js';

interface DialectCase {
  readonly name: string;
  readonly document: Json;
  /** Of each outcome the status, and its id, href or `#` and index. */
  readonly outcomes?: readonly string[];
  readonly refused?: string;
}

const FOLDER = new URL('dialects/', import.meta.url);
const FILES = readdirSync(FOLDER).map((file) => ({
  file,
  cases: JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as readonly DialectCase[],
}));
const ALL = FILES.flatMap(({ cases }) => cases);
const DONE = FILES.find(({ file }) => file === 'all-done.json')?.cases ?? [];

async function read(document: Json): Promise<readonly MultistatusResponse[] | string> {
  try {
    return (await readMultistatus(JSON.stringify(document))).document.responses;
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    return `${error.rule} ${error.place.pointer}`;
  }
}

/** In a document of this library, a failure may also be one that only the summary counts. */
async function isFailureReported(document: Json): Promise<boolean> {
  try {
    const reading = await readMultistatus(JSON.stringify(document));
    reading.throwIfFailed();
    return reading.failed().length > 0;
  } catch (error) {
    if (!isDocumentError(error) && !isMultistatusError(error)) throw error;
    return true;
  }
}

describe.each(FILES)('$file', ({ cases }) => {
  test.each(cases)('$name', async ({ document, outcomes, refused }) => {
    const found = await read(document);
    expect(typeof found === 'string' ? found : found.map(describeOutcome)).toEqual(refused ?? outcomes);
  });
});

test('there are many of them', () => {
  expect(ALL.length).toBeGreaterThan(130);
  expect(DONE.length).toBeGreaterThan(25);
});

test('a failure anywhere in a document is counted, or the document is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...DONE), fc.nat(), fc.nat(), async ({ document }, place, mark) => {
      const planted = plantFailure(document, place, mark);
      expect({ planted, isReported: await isFailureReported(planted) }).toEqual({
        planted,
        isReported: true,
      });
    }),
    { numRuns: 2000 },
  );
});

test('an outcome that is null is never a success', async () => {
  for (const { document } of ALL) {
    const text = JSON.stringify(document, (_name, value: unknown) =>
      Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'object')
        ? [null, ...(value as readonly Json[]).slice(1)]
        : value,
    );
    const found = await readMultistatus(text).then(
      (reading) => reading.succeeded().filter(({ index }) => index === 0),
      () => [],
    );
    expect({ text, found: text.includes('[null') ? found : [] }).toEqual({ text, found: [] });
  }
});

test('large numbers lose no digits, and one that is not exact is not an id', async () => {
  const found = await readMultistatus('{"items":[{"id":12345678901234567890,"status":200,"n":1.50}]}');
  expect(found.document.responses).toEqual([
    {
      index: 0,
      href: 'urn:multistatus:item:0',
      status: 200,
      body: { encoding: 'json', text: '{"id":12345678901234567890,"status":200,"n":1.50}' },
    },
  ]);
});

test('headers are kept as the service writes them: a list of names and values, too', async () => {
  const headers = [
    { name: 'ETag', value: '"1"' },
    { name: 'Link', value: '</a>' },
    { name: 'Link', value: '</b>' },
  ];
  const reading = await readMultistatus(JSON.stringify([{ code: 200, headers, body: null }]));
  expect(reading.document.responses[0]?.headers).toEqual({ ETag: '"1"', Link: ['</a>', '</b>'] });
});

test('the error of a refused document says what it needs', async () => {
  const reading = readMultistatus('{"results":[{"id":"1","title":"Tram 28"}]}');
  await expect(reading).rejects.toThrow(
    '/results/0 does not say whether it succeeded; it needs a status code, a member such as success that is true or false, or an error',
  );
});

test.each(['partial', 'incomplete', 'isTruncated', 'rolledBack'])(
  'successes beside %s: true are refused',
  async (name) => {
    const text = JSON.stringify({ results: [{ id: '1', status: 200 }], [name]: true });
    await expect(readMultistatus(text)).rejects.toThrow(`/${name} says that`);
  },
);

test('a problem is refused with its status and title', async () => {
  const reading = readMultistatus('{"type":"about:blank","title":"The batch is invalid","status":400}');
  await expect(reading).rejects.toThrow(
    'the document is a problem (RFC 9457), so the whole request has failed: 400 "The batch is invalid"',
  );
});

test.each([
  ['in the members of a response', '{"responses":[{"href":"/a","status":200,"success":false}]}'],
  ['in the document', '{"responses":[{"href":"/a","status":200}],"errors":[{"message":"no"}]}'],
  ['in a summary of NDJSON', '{"summary":{"total":0,"succeeded":0,"failed":0,"other":0},"error":"no"}'],
])('an unknown member %s that reports a failure beside a success is refused', async (_place, text) => {
  const contentType = text.startsWith('{"summary"') ? 'application/x-ndjson' : 'application/json';
  await expect(readMultistatus(text, { contentType })).rejects.toThrow('says that something failed');
});

describe('each row of the table in docs/reading-a-207.md', () => {
  const page = readFileSync(new URL('../../../../docs/reading-a-207.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| ([^|]+?) +\| `([[{][^|]+)` +\| ([^|]+?) +\|/gm)];

  test('there is one for each form', () => {
    expect(rows.length).toBe(12);
  });

  test.each(rows.map(([, form = '', example = '', outcomes = '']) => ({ form, example, outcomes })))(
    '$form',
    async ({ example, outcomes }) => {
      const { document } = await readMultistatus(example);
      expect(document.responses.map((response) => `\`${describeOutcome(response)}\``).join(', ')).toBe(
        outcomes,
      );
    },
  );
});
