import { valueAt } from '@multistatus/wire';
import { skippedOutcome } from '../operation/outcome.js';
import type { CheckedItem } from './check-item.js';

/** An outcome names at most this many other items with its key. */
const MAX_NAMED = 20;

/** Returns a key as text to compare. A validator can produce a bigint, which `JSON.stringify` does not accept. */
function toText(value: unknown): string | undefined {
  return typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
}

/**
 * Refuses every item that has the same value of the member `key` as another: the client may have meant either of them.
 *
 * Returns all items in order; a refused item has the outcome `duplicate-key`.
 */
export function refuseSharedKeys<Item>(
  checked: readonly CheckedItem<Item>[],
  key: string,
): CheckedItem<Item>[] {
  const byKey = new Map<string, string[]>();
  const keyOf = (entry: CheckedItem<Item>): string | undefined =>
    entry.outcome === undefined ? toText(valueAt(entry.item, [key])) : undefined;
  for (const entry of checked) {
    const value = keyOf(entry);
    if (value === undefined) continue;
    const sharers = byKey.get(value);
    if (sharers === undefined) byKey.set(value, [entry.operation.id]);
    else sharers.push(entry.operation.id);
  }
  return checked.map((entry) => {
    const sharers = byKey.get(keyOf(entry) ?? '') ?? [];
    if (sharers.length < 2) return entry;
    const { operation } = entry;
    const others = sharers.slice(0, MAX_NAMED + 1).filter((id) => id !== operation.id);
    const detail = `${others.length === 1 ? 'Item' : 'Items'} ${others.slice(0, MAX_NAMED).join(', ')} ${others.length === 1 ? 'has' : 'have'} the same ${key}`;
    return {
      operation,
      outcome: skippedOutcome(operation, 'duplicate-key', { detail, because: others.slice(0, MAX_NAMED) }),
    };
  });
}
