import type { BatchRecords, BatchStore } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';

/** Runs a call of a store. May fail before it, after it, or not run it at all. */
export type Observe = (
  name: string,
  call: () => Promise<unknown>,
  args: readonly unknown[],
) => Promise<unknown>;

/** Returns a store in memory whose calls, and those of its records, are run by `observe`. */
export function observedStore(observe: Observe): BatchStore {
  const store = memoryStore();
  const records = observed(store.records as BatchRecords, observe);
  return new Proxy(observed(store, observe), {
    get: (target, name) => (name === 'records' ? records : Reflect.get(target, name)),
  });
}

/** Returns an object, such as a queue, whose calls are run by `observe`. */
export function observed<Value extends object>(value: Value, observe: Observe): Value {
  return new Proxy(value, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) =>
        observe(String(name), async () => (await Reflect.apply(member, target, args)) as unknown, args);
    },
  });
}
