import { valueAt } from '@multistatus/wire';
import { ENCODED_TWICE, isEncodedJson } from '../operation/is-encoded-json.js';
import { BatchProblem } from '../problem/batch-problem.js';
import type { ItemLimits, SentItem, SentList } from './item-decoder.js';
import { itemTooLarge } from './item-too-large.js';

const UTF8 = new TextEncoder();

/**
 * Returns the items of a JSON body: the elements of an array; the elements of `items`, if that is the only member of
 * the object and an array; else the object itself as the only item.
 *
 * @throws {BatchProblem} `invalid-list` if the body is neither an array nor an object.
 */
export function listItems(body: unknown, limits: ItemLimits): SentList {
  if (typeof body !== 'object' || body === null) {
    const expected = 'The body must be an array of items, { "items": [...] }, or one item';
    throw new BatchProblem('invalid-list', isEncodedJson(body) ? `${expected}; ${ENCODED_TWICE}` : expected);
  }
  const inside = valueAt(body, ['items']);
  const isWrapped = !Array.isArray(body) && Array.isArray(inside) && Object.keys(body).length === 1;
  const list: readonly unknown[] = Array.isArray(body)
    ? body
    : isWrapped
      ? (inside as readonly unknown[])
      : [body];
  return {
    pointer: isWrapped ? ['items'] : [],
    // An item cannot be longer than the body, so items are measured only if their limit is below that of the body.
    items: list.map((value) =>
      limits.maxBodyBytes > limits.maxItemBytes ? checkItemSize(value, limits) : { value },
    ),
  };
}

function checkItemSize(value: unknown, { maxItemBytes }: ItemLimits): SentItem {
  const actual = UTF8.encode(JSON.stringify(value)).byteLength;
  return actual > maxItemBytes ? itemTooLarge(maxItemBytes, actual) : { value };
}
