import { valueAt } from '@multistatus/wire';
import { skippedOutcome } from '../operation/outcome.js';
import type { CheckedItem } from './check-item.js';

/** Of items that share a key only so many are named. */
const MAX_TOLD = 20;

/** A validator may have made something of a key that JSON has no form for. */
function toText(value: unknown): string | undefined {
  return typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
}

/** Refuses all items that share the value of the member `key` with another: which of them is meant, nobody can tell. */
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
    const others = sharers.slice(0, MAX_TOLD + 1).filter((id) => id !== operation.id);
    const detail = `${others.length === 1 ? 'Item' : 'Items'} ${others.slice(0, MAX_TOLD).join(', ')} ${others.length === 1 ? 'has' : 'have'} the same ${key}`;
    return {
      operation,
      outcome: skippedOutcome(operation, 'duplicate-key', { detail, because: others.slice(0, MAX_TOLD) }),
    };
  });
}
