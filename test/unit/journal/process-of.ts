import type { BatchStore } from '@multistatus/journal';

/** A process that uses a store, and can be killed: from then on nothing that it sends arrives. */
export interface MortalProcess {
  readonly store: BatchStore;
  kill(): void;
}

/** Returns the store as a process of its own sees it. */
export function processOf(store: BatchStore): MortalProcess {
  let isAlive = true;
  const call = <Value>(work: () => Promise<Value>): Promise<Value> =>
    isAlive ? work() : Promise.reject(new Error('The process is dead'));
  return {
    store: {
      check: () => call(() => store.check()),
      begin: (request) => call(() => store.begin(request)),
      write: (ref, write) => call(() => store.write(ref, write)),
      read: (ref, from, to) => call(() => store.read(ref, from, to)),
      sweep: () => call(() => store.sweep()),
      transactions: store.transactions,
    },
    kill: () => {
      isAlive = false;
    },
  };
}
