import type { EntryWrite, StoredUnit } from '../batch-store.js';

/** What an entry of a key and an entry of a job have in common: an owner with a lease, and outcomes. */
export class MemoryEntry {
  readonly #outcomes = new Map<number, string>();
  /** Owners from which others have taken the entry over. */
  readonly #former = new Set<string>();
  #sequence: number = Number.NEGATIVE_INFINITY;
  owner: string | undefined;
  /** How many owners it has had. */
  attempt = 0;
  leaseEnd: number = Number.NEGATIVE_INFINITY;
  inFlight = '';

  /** How many units have outcomes. */
  get size(): number {
    return this.#outcomes.size;
  }

  /** Checks whether an owner may begin the entry now: no lease is in the way, and nobody has taken the entry over from it. */
  isFree(owner: string, now: number): boolean {
    return this.leaseEnd <= now && !this.#former.has(owner);
  }

  takeOver(owner: string, leaseEnd: number): void {
    if (this.owner !== undefined) this.#former.add(this.owner);
    this.owner = owner;
    this.attempt += 1;
    this.#sequence = Number.NEGATIVE_INFINITY;
    this.leaseEnd = leaseEnd;
  }

  /** Checks whether a write was delayed, or delivered before. */
  isLate({ sequence }: EntryWrite): boolean {
    return sequence <= this.#sequence;
  }

  /** Applies a write of the owner. Returns the units that had no outcome before. */
  keep(write: EntryWrite, now: number): readonly StoredUnit[] {
    const kept = write.outcomes.filter(({ unit }) => !this.#outcomes.has(unit));
    for (const { unit, outcome } of kept) this.#outcomes.set(unit, outcome);
    this.#sequence = write.sequence;
    this.inFlight = write.inFlight;
    this.leaseEnd = now + write.leaseMs;
    return kept;
  }

  read(from: number, to: number): readonly StoredUnit[] {
    // Whichever is smaller: the range, or what there is.
    if (to - from > this.#outcomes.size) {
      return [...this.#outcomes]
        .filter(([unit]) => unit >= from && unit < to)
        .sort(([a], [b]) => a - b)
        .map(([unit, outcome]) => ({ unit, outcome }));
    }
    const units: StoredUnit[] = [];
    for (let unit = from; unit < to; unit += 1) {
      const outcome = this.#outcomes.get(unit);
      if (outcome !== undefined) units.push({ unit, outcome });
    }
    return units;
  }
}
