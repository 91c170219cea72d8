import type { SentItem } from '../formats/item-decoder.js';
import { type CheckContext, type CheckedItem, checkItem } from './check-item.js';
import { itemKeys } from './item-keys.js';
import { refuseSharedKeys } from './refuse-shared-keys.js';

/** The endpoint and the request that a list is checked for, and where the result is kept for its dispatch. */
export interface ListContext<Item, Extra extends object> extends CheckContext<Item, Extra> {
  /** The Idempotency-Key of the request, from which those of items are derived. */
  readonly idempotencyKey: string | undefined;
  /** The valid items that have not settled, by their index in the list. */
  readonly runnable: Map<number, Item>;
  /** The Idempotency-Keys of items, by their index in the list. */
  readonly keys: Map<number, string>;
}

/**
 * Checks items that are in memory. `firstIndex` is the index of the first of them in the list. Never rejects. With the option `key`
 * the items are the whole list.
 */
export async function checkList<Item, Extra extends object>(
  items: readonly SentItem[],
  firstIndex: number,
  context: ListContext<Item, Extra>,
): Promise<readonly CheckedItem<Item>[]> {
  const { options, idempotencyKey, method, path, runnable, keys } = context;
  const valid: CheckedItem<Item>[] = [];
  for (const item of items) valid.push(await checkItem(item, firstIndex + valid.length, context));
  const checked = options.key === undefined ? valid : refuseSharedKeys(valid, options.key);
  if (options.key !== undefined) {
    const derived = await itemKeys({ checked, items, member: options.key, idempotencyKey, method, path });
    for (const [index, key] of derived) keys.set(index, key);
  }
  for (const entry of checked) {
    if (entry.outcome === undefined) runnable.set(entry.operation.index, entry.item);
  }
  return checked;
}
