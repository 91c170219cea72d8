import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BulkLimits, resolveBulkSettings } from '#core/bulk/resolve-bulk-options.js';
import type { SentItem } from '#core/formats/item-decoder.js';
import { listItems } from '#core/formats/list-items.js';
import { readItems } from '#core/formats/read-items.js';
import { thrownProblem } from '../thrown-problem.js';

const DEFAULTS: BulkLimits = resolveBulkSettings({ item: {}, handle: () => undefined }).limits;

async function* toStream(...chunks: readonly (Uint8Array | string)[]): AsyncGenerator<Uint8Array | string> {
  yield* chunks;
}

async function itemsOf(
  chunks: readonly (Uint8Array | string)[],
  limits: Partial<BulkLimits> = {},
): Promise<SentItem[]> {
  const items: SentItem[] = [];
  for await (const item of readItems(toStream(...chunks), { ...DEFAULTS, ...limits })) items.push(item);
  return items;
}

function slugOf(item: SentItem): string {
  return 'slug' in item ? item.slug : 'value';
}

describe('a JSON body', () => {
  test.each([
    ['an array', [1, 'a', null, {}], [1, 'a', null, {}], []],
    ['an array of arrays', [[1], []], [[1], []], []],
    ['an empty array', [], [], []],
    ['items', { items: [1, 2] }, [1, 2], ['items']],
    ['items that are empty', { items: [] }, [], ['items']],
    ['one object', { id: 1 }, [{ id: 1 }], []],
    ['an empty object', {}, [{}], []],
    ['items beside another member', { items: [1], x: 1 }, [{ items: [1], x: 1 }], []],
    ['items that are no array', { items: { 0: 1, length: 1 } }, [{ items: { 0: 1, length: 1 } }], []],
  ])('%s', (_title, body, values, pointer) => {
    const list = listItems(body, DEFAULTS);
    expect(list.items).toEqual(values.map((value) => ({ value })));
    expect(list.pointer).toEqual(pointer);
  });

  test('an inherited member items does not count', () => {
    const body = Object.create({ items: [1] }) as object;
    expect(listItems(body, DEFAULTS).items).toEqual([{ value: body }]);
    const polluted = JSON.parse('{"__proto__":{"items":[1]}}') as object;
    expect(listItems(polluted, DEFAULTS).items).toEqual([{ value: polluted }]);
  });

  test.each([['text'], [7], [true], [null]])('%j is not a list', async (body) => {
    expect(await thrownProblem(() => listItems(body, DEFAULTS))).toMatchObject({
      type: 'urn:multistatus:problem:invalid-list',
      status: 400,
      executed: false,
    });
  });

  test('maxItemBytes: only the item over it fails', () => {
    const limits = { ...DEFAULTS, maxItemBytes: 6 };
    const { items } = listItems(['1234', '12345', '€'], limits);
    expect(items).toEqual([
      { value: '1234' },
      {
        slug: 'item-too-large',
        detail: expect.stringContaining('maxItemBytes'),
        extensions: { limit: 'maxItemBytes', max: 6, actual: 7 },
      },
      { value: '€' },
    ]);
  });
});

describe('NDJSON', () => {
  test('yields the value of each line, for any JSON', async () => {
    const values = fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom('\n', '\r\n', '\n\n', ' \n'), async (all, newline) => {
        const text = all.map((value) => JSON.stringify(value) + newline).join('');
        expect(await itemsOf([text])).toEqual(
          all.map((value) => ({ value: JSON.parse(JSON.stringify(value)) as unknown })),
        );
      }),
    );
  });

  test.each([
    ['no JSON', '{"id":', 'malformed-item'],
    ['two values', '{} {}', 'malformed-item'],
    ['a byte order mark alone', '\uFEFF', 'malformed-item'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'malformed-item'],
    ['half a character', Buffer.from([0x22, 0xe2, 0x82, 0x22]), 'malformed-item'],
    ['NaN', 'NaN', 'malformed-item'],
    ['NUL', '\0', 'malformed-item'],
    ['another separator of records', '\u001e{}', 'malformed-item'],
    ['65 levels', '['.repeat(65) + ']'.repeat(65), 'item-too-large'],
    ['64 levels', '['.repeat(64) + ']'.repeat(64), 'value'],
    ['100 000 levels', '['.repeat(100_000) + ']'.repeat(100_000), 'item-too-large'],
    ['100 000 levels that do not end', '['.repeat(100_000), 'malformed-item'],
    ['brackets in a string', JSON.stringify('['.repeat(100)), 'value'],
    ['a byte order mark before JSON', '\uFEFF{}', 'value'],
  ])('%s: only that item can fail', async (_title, line, slug) => {
    const items = await itemsOf(['1\n', line, '\n2\n']);
    expect(items.map(slugOf)).toEqual(['value', slug, 'value']);
  });

  test('the message of the parser is not shown', async () => {
    const [item] = await itemsOf(['{"secret": hunter2}']);
    expect(JSON.stringify(item)).not.toContain('hunter2');
    expect(item).toMatchObject({ detail: expect.stringContaining('The line is not well-formed JSON') });
  });

  test.each([
    ['{"id":1},', 'well-formed JSON: expected nothing after the value; see character 8 (line 4, column 9)'],
    ['{"id":"é', 'well-formed JSON: unexpected end of input; see character 8 (line 4, column 9)'],
    [Buffer.from('"é\xff"', 'latin1'), 'valid UTF-8; see character 1 (line 4, column 2)'],
    ['['.repeat(65) + ']'.repeat(65), 'maxJsonDepth is 64; see line 4'],
    ['1'.repeat(200), 'the limit maxItemBytes; see line 4'],
  ])('names the line in the stream, where blank lines count: %s', async (line, detail) => {
    const items = await itemsOf(['\n1\n \r\n', line, '\n2\n'], { maxItemBytes: 150 });
    expect(items).toEqual([
      { value: 1 },
      expect.objectContaining({ detail: expect.stringContaining(detail) }),
      { value: 2 },
    ]);
  });

  test('only a line over maxItemBytes fails', async () => {
    const items = await itemsOf(['1\n', `"${'x'.repeat(100)}`, `${'x'.repeat(100)}"\n`, '2'], {
      maxItemBytes: 50,
    });
    expect(items).toEqual([
      { value: 1 },
      {
        slug: 'item-too-large',
        detail: expect.stringContaining('50'),
        extensions: { limit: 'maxItemBytes', max: 50 },
      },
      { value: 2 },
    ]);
  });

  test.each([['maxBodyBytes', { maxBodyBytes: 4 }, 2, { limit: 'maxBodyBytes', max: 4, actual: 6 }]])(
    'rejects at %s, after the items before it',
    async (_limit, limits, count, problem) => {
      const items = readItems(toStream('1\n', '2\n', '3\n'), { ...DEFAULTS, ...limits });
      for (let index = 0; index < count; index += 1)
        expect((await items.next()).value).toEqual({ value: index + 1 });
      expect(await thrownProblem(() => items.next())).toMatchObject({ status: 413, ...problem });
    },
  );

  test('reads no chunk before its lines are needed', async () => {
    let asked = 0;
    async function* pour(): AsyncGenerator<string> {
      for (;;) {
        asked += 1;
        yield '1\n2\n3\n';
      }
    }
    const items = readItems(pour(), { ...DEFAULTS, maxItems: Number.POSITIVE_INFINITY });
    for (let taken = 1; taken <= 300; taken += 1) {
      await items.next();
      expect(asked).toBe(Math.ceil(taken / 3));
    }
    await items.return();
  });
});
