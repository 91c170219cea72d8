import { isSafeMethod, valueAt } from '@multistatus/wire';
import type { SentItem } from '../formats/item-decoder.js';
import { deriveKeys } from '../run/derive-keys.js';
import type { CheckedItem } from './check-item.js';

const NO_KEYS: ReadonlyMap<number, string> = new Map();

/** A list whose items are to get Idempotency-Keys. */
export interface KeyedList<Item> {
  readonly checked: readonly CheckedItem<Item>[];
  /** The whole list as it was sent. */
  readonly items: readonly SentItem[];
  /** The name of the member that names an item. */
  readonly member: string;
  /** That of the request. */
  readonly idempotencyKey: string | undefined;
  readonly method: string;
  /** The path of the endpoint. */
  readonly path: string;
}

/**
 * Returns the Idempotency-Key of each valid item by its index, derived from that of the request. The name of an item is the
 * value of its member; without one, the item is identified by its content.
 */
export function itemKeys<Item>({
  checked,
  items,
  member,
  idempotencyKey: key,
  method,
  path,
}: KeyedList<Item>): Promise<ReadonlyMap<number, string>> {
  if (key === undefined || isSafeMethod(method)) return Promise.resolve(NO_KEYS);
  const keyed = checked.flatMap((entry) => {
    if (entry.outcome !== undefined) return [];
    const { index } = entry.operation;
    const sent = items[index];
    const content = [method, path, sent !== undefined && 'value' in sent ? sent.value : null];
    const name = toName(valueAt(entry.item, [member]));
    return [{ index, name, toContent: () => JSON.stringify(content) }];
  });
  return deriveKeys(keyed, key);
}

function toName(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'object'
    ? JSON.stringify(value)
    : String(value as string | number | bigint | boolean);
}
