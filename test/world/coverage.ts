import type { Fault, StoreCall } from './faulty-store.js';
import type { EntryState } from './shared-store.js';

/** Counts which faults have met which calls of the store, and in which state the entry was. */
export class Coverage {
  readonly counts = new Map<string, number>();

  add(fault: Fault | undefined, call: StoreCall, state: EntryState | 'any'): void {
    if (fault !== undefined) this.count(`${call}, ${state}: ${fault}`);
  }

  /** Counts something else that has to happen in some worlds. */
  count(event: string): void {
    this.counts.set(event, (this.counts.get(event) ?? 0) + 1);
  }
}
