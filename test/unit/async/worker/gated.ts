import type { BatchStore } from '@multistatus/journal';

/** A store that a test can take away from a process, as if the process or the store had died. */
export interface GatedStore {
  readonly store: BatchStore;
  close(): void;
  open(): void;
}

/** Returns the store as one process sees it: while it is closed, no call arrives. */
export function gated(store: BatchStore): GatedStore {
  let isOpen = true;
  const gate = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(_target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name === 'records') return gate(value as object);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]) =>
          isOpen
            ? (Reflect.apply(value, target, args) as unknown)
            : Promise.reject(new Error('The store cannot be reached'));
      },
    });
  return {
    store: gate(store),
    close: () => {
      isOpen = false;
    },
    open: () => {
      isOpen = true;
    },
  };
}
