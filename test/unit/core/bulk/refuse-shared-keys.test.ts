import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CheckedItem } from '#core/bulk/check-item.js';
import { refuseSharedKeys } from '#core/bulk/refuse-shared-keys.js';
import { skippedOutcome } from '#core/operation/outcome.js';
import { slugOf, toOperation } from '../outcomes.js';

function checkedItems(items: readonly unknown[]): CheckedItem<unknown>[] {
  return items.map((item, index) => ({ operation: toOperation({ index }), item }));
}

/** Which items are refused, by their place. */
function refusedOf(items: readonly unknown[], key = 'id'): number[] {
  return refuseSharedKeys(checkedItems(items), key).flatMap(({ outcome }, index) =>
    outcome === undefined ? [] : [index],
  );
}

test.each([
  ['none', [{ id: 1 }, { id: 2 }, { id: '1' }], []],
  ['two of three', [{ id: 1 }, { id: 2 }, { id: 1 }], [0, 2]],
  ['all', [{ id: 1 }, { id: 1 }, { id: 1 }], [0, 1, 2]],
  ['two pairs', [{ id: 1 }, { id: 2 }, { id: 2 }, { id: 1 }], [0, 1, 2, 3]],
  ['items without a key share none', [{}, {}, { id: undefined }], []],
  ['null is a key', [{ id: null }, { id: null }], [0, 1]],
  ['keys that are lists', [{ id: [1, 2] }, { id: [1, 2] }, { id: [2, 1] }], [0, 1]],
  ['empty keys', [{ id: '' }, { id: '' }], [0, 1]],
  ['an inherited member is no key', [Object.create({ id: 1 }), Object.create({ id: 1 })], []],
  ['items that are no objects', [1, 1, null, null, 'id'], []],
])('%s', (_title, items, refused) => {
  expect(refusedOf(items)).toEqual(refused);
});

test('an item may have a key of any name', () => {
  const items = [...Array(2)].map(() => JSON.parse('{"__proto__":7,"constructor":8}') as unknown);
  expect(refusedOf(items, '__proto__')).toEqual([0, 1]);
  expect(refusedOf(items, 'constructor')).toEqual([0, 1]);
  expect(refusedOf(items, 'toString')).toEqual([]);
});

test('a key that has no JSON, as a validator may make it, is a key like any other', () => {
  expect(refusedOf([{ id: 1n }, { id: 2n }, { id: 1n }])).toEqual([0, 2]);
});

test('an item that is refused already keeps its outcome, and shares no key', () => {
  const operation = toOperation({ index: 0 });
  const outcome = skippedOutcome(operation, 'invalid-item', { detail: 'x' });
  const checked = refuseSharedKeys(
    [
      { operation, outcome },
      { operation: toOperation({ index: 1 }), item: { id: 1 } },
    ],
    'id',
  );
  expect(checked[0]!.outcome).toBe(outcome);
  expect(checked[1]!.outcome).toBeUndefined();
});

test('tells the others, and of many only some', () => {
  const [first] = refuseSharedKeys(checkedItems([{ id: 7 }, { id: 8 }, { id: 7 }]), 'id');
  expect(first!.outcome).toMatchObject({
    kind: 'skipped',
    problem: { status: 409, because: ['2'], executed: false, detail: expect.stringContaining('id') },
  });
  const all = refuseSharedKeys(checkedItems(Array(1_000).fill({ id: 7 })), 'id');
  for (const { operation, outcome } of all) {
    const { because } = (outcome as unknown as { problem: { because: string[] } }).problem;
    expect(because).toHaveLength(20);
    expect(because).not.toContain(operation.id);
  }
});

test('refuses just those whose key occurs twice, for any keys', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(5), { nil: undefined })), (keys) => {
      const checked = refuseSharedKeys(
        checkedItems(keys.map((id) => (id === undefined ? {} : { id }))),
        'id',
      );
      expect(checked.map(({ outcome }) => outcome && slugOf(outcome))).toEqual(
        keys.map((key) =>
          key !== undefined && keys.filter((other) => other === key).length > 1 ? 'duplicate-key' : undefined,
        ),
      );
    }),
  );
});
