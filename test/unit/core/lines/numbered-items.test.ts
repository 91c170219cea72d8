import { expect, test } from '@jest/globals';
import { readItems } from '#core/formats/read-items.js';
import { NumberedItems } from '#core/lines/numbered-items.js';

async function* onePiece(text: string): AsyncGenerator<string, void, undefined> {
  yield text;
}

test('an item beyond the limit is refused, although it has arrived with the others', async () => {
  const limits = { maxItems: 2, maxItemBytes: 10, maxBodyBytes: 100, maxJsonDepth: 10 };
  const items = new NumberedItems(readItems(onePiece('1\n2\n3\n'), limits), {
    maxItems: 2,
    limitOfItems: 'maxItems',
    unit: 'items',
    journal: undefined,
  });
  expect(await items.next()).toMatchObject({ value: { index: 0, sent: { value: 1 } } });
  expect(items.takeReady()).toMatchObject({ index: 1, sent: { value: 2 } });
  expect(items.takeReady()).toBeUndefined();
  await expect(items.next()).rejects.toMatchObject({ slug: 'limit-exceeded' });
  expect(items.read).toBe(2);
});
