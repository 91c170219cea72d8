import type { ClaimedUnit, UnitOutcome } from '@multistatus/core/adapter';
import type { BatchStore, StoredUnit } from './batch-store.js';
import { writeInFlight } from './in-flight-text.js';
import type { JournalSettings } from './journal-settings.js';
import { withTimeout } from './with-timeout.js';

/** How many outcomes one write has, at most. */
const MAX_OUTCOMES = 50;
/** One write has no further outcome once those before it have this many characters. */
const MAX_CHARACTERS = 1_048_576;
/** The pause before a failed write is tried again, in milliseconds; it is doubled up to the longest. */
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** A caller that waits for a write. It gets false if another owner has taken over the entry. */
interface Waiter {
  resolve(isOurs: boolean): void;
  reject(error: unknown): void;
}

interface Claim extends Waiter {
  readonly units: readonly ClaimedUnit[];
}

interface Settlement extends Waiter {
  readonly outcome: UnitOutcome;
}

/** The entry that a writer writes to, and who owns it. */
export interface OwnedEntry {
  readonly store: BatchStore;
  readonly settings: JournalSettings;
  readonly ref: string;
  readonly owner: string;
  /** A time of `performance.now()` before the lease began. */
  readonly heldSince: number;
  /** The units that an earlier owner had claimed. */
  readonly claimed: ReadonlyMap<number, ClaimedUnit>;
}

/**
 * Writes the claims and outcomes of one entry. Everything that comes up in one turn of the event loop, or while a write is under
 * way, goes into one write, so that a store has to keep up with one write at a time.
 *
 * A write that fails may have been applied. Its claims are rejected, so that nothing starts; its outcomes are written again, until
 * no write has succeeded for the time of the lease. An empty write extends the lease whenever a third of it has passed.
 */
export class EntryWriter {
  readonly #entry: OwnedEntry;
  readonly #inFlight: Map<number, ClaimedUnit>;
  readonly #renewal: ReturnType<typeof setInterval>;
  #claims: Claim[] = [];
  #checks: Waiter[] = [];
  readonly #settlements = new Map<number, Settlement>();
  #end: (Waiter & { readonly total: number | undefined }) | undefined;
  #sequence = 0;
  #isRunning = false;
  #isTakenOver = false;
  #mustRenew = false;
  /** When the last write that has succeeded was sent: the lease has begun after that. */
  #heldSince: number;

  constructor(entry: OwnedEntry) {
    const { leaseMs } = entry.settings;
    this.#entry = entry;
    this.#heldSince = entry.heldSince;
    this.#inFlight = new Map(entry.claimed);
    this.#renewal = setInterval(() => this.#renew(), leaseMs / 3);
    this.#renewal.unref();
  }

  claim(units: readonly ClaimedUnit[]): Promise<boolean> {
    return this.#wait((waiter) => this.#claims.push({ ...waiter, units }));
  }

  settle(unit: number, outcome: UnitOutcome): Promise<boolean> {
    return this.#wait((waiter) => this.#settlements.set(unit, { ...waiter, outcome }));
  }

  /** Removes a unit whose outcome a transaction has committed. */
  forget(unit: number): void {
    this.#inFlight.delete(unit);
  }

  withdraw(unit: number): Promise<boolean> {
    // What an earlier owner has claimed may have run.
    if (!this.#entry.claimed.has(unit)) this.#inFlight.delete(unit);
    return this.check();
  }

  /** Writes at once, even if nothing has changed. Resolves to false if another owner has taken the entry over. */
  check(): Promise<boolean> {
    return this.#wait((waiter) => this.#checks.push(waiter));
  }

  end(total: number | undefined): Promise<boolean> {
    return this.#wait((waiter) => {
      this.#end = { ...waiter, total };
    });
  }

  #wait(enqueue: (waiter: Waiter) => void): Promise<boolean> {
    if (this.#isTakenOver) return Promise.resolve(false);
    return new Promise((resolve, reject) => {
      enqueue({ resolve, reject });
      this.#start();
    });
  }

  #renew(): void {
    if (performance.now() - this.#heldSince < this.#entry.settings.leaseMs / 4) return;
    this.#mustRenew = true;
    this.#start();
  }

  #start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    // What starts or ends in the same turn of the event loop is in the same write.
    setImmediate(() => {
      void this.#writeAll().finally(() => {
        this.#isRunning = false;
        if (this.#hasWork) this.#start();
      });
    });
  }

  get #hasWork(): boolean {
    if (this.#isTakenOver) return false;
    const waiting = this.#claims.length + this.#checks.length + this.#settlements.size;
    return this.#mustRenew || waiting > 0 || this.#end !== undefined;
  }

  /** Never rejects. */
  async #writeAll(): Promise<void> {
    let pause = SHORTEST_PAUSE_MS;
    while (this.#hasWork) {
      const claims = this.#claims;
      const checks = this.#checks;
      this.#claims = [];
      this.#checks = [];
      this.#mustRenew = false;
      try {
        const sentAt = performance.now();
        this.#settled(await this.#writeOnce(claims), { claims, checks, sentAt });
        pause = SHORTEST_PAUSE_MS;
        // A store in this process answers without a turn of the event loop, and there may be thousands of outcomes.
        if (this.#written.outcomes.length === MAX_OUTCOMES) await nextTurn();
      } catch (error) {
        for (const claim of claims) claim.reject(error);
        const isHeld = performance.now() - this.#heldSince < this.#entry.settings.leaseMs;
        for (const check of checks) {
          if (isHeld) check.resolve(true);
          else check.reject(error);
        }
        if (!isHeld) this.#giveUp(error);
        else if (this.#end !== undefined && this.#end.total === undefined && this.#settlements.size === 0)
          this.#finish((end) => end.reject(error)); // the lease ends by itself
        else await later(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  /** What the write under way has: set before, and cleared when its result is known. */
  #written: { readonly outcomes: readonly StoredUnit[]; readonly hasEnded: boolean } = {
    outcomes: [],
    hasEnded: false,
  };

  #writeOnce(claims: readonly Claim[]): Promise<boolean> {
    const { store, settings, ref, owner } = this.#entry;
    const outcomes = this.#nextOutcomes();
    const end = outcomes.length === this.#settlements.size ? this.#end : undefined;
    this.#written = { outcomes, hasEnded: end !== undefined };
    const isReleased = end !== undefined && end.total === undefined;
    this.#sequence += 1;
    const written = store.write(ref, {
      owner,
      sequence: this.#sequence,
      leaseMs: isReleased ? 0 : settings.leaseMs,
      keepMs: settings.retentionMs,
      inFlight: this.#inFlightWith(claims, outcomes),
      outcomes,
      total: end?.total,
    });
    return withTimeout(written, settings.storeTimeoutMs);
  }

  #inFlightWith(claims: readonly Claim[], outcomes: readonly StoredUnit[]): string {
    const inFlight = claims.length === 0 ? this.#inFlight : new Map(this.#inFlight);
    for (const { units } of claims) for (const claimed of units) inFlight.set(claimed.unit, claimed);
    return writeInFlight(inFlight.values(), new Set(outcomes.map(({ unit }) => unit)));
  }

  #nextOutcomes(): StoredUnit[] {
    const outcomes: StoredUnit[] = [];
    let characters = 0;
    for (const [unit, { outcome }] of this.#settlements) {
      if (outcomes.length >= MAX_OUTCOMES || characters >= MAX_CHARACTERS) break;
      const { text, status, result, id } = outcome;
      outcomes.push({ unit, outcome: text, status, result, id });
      characters += text.length;
    }
    return outcomes;
  }

  #settled(
    isOurs: boolean,
    {
      claims,
      checks,
      sentAt,
    }: { readonly claims: readonly Claim[]; readonly checks: readonly Waiter[]; readonly sentAt: number },
  ): void {
    this.#heldSince = sentAt;
    if (!isOurs) {
      this.#loseAll([...claims, ...checks]);
      return;
    }
    const { outcomes, hasEnded } = this.#written;
    for (const { unit } of outcomes) {
      this.#inFlight.delete(unit);
      this.#settlements.get(unit)?.resolve(true);
      this.#settlements.delete(unit);
    }
    for (const claim of claims) {
      for (const claimed of claim.units) this.#inFlight.set(claimed.unit, claimed);
      claim.resolve(true);
    }
    for (const check of checks) check.resolve(true);
    if (hasEnded) this.#finish((end) => end.resolve(true));
  }

  #loseAll(waiters: readonly Waiter[]): void {
    this.#isTakenOver = true;
    clearInterval(this.#renewal);
    for (const waiter of [...waiters, ...this.#claims, ...this.#checks, ...this.#settlements.values()])
      waiter.resolve(false);
    this.#claims = [];
    this.#checks = [];
    this.#settlements.clear();
    this.#finish((end) => end.resolve(false));
  }

  #giveUp(error: unknown): void {
    for (const settlement of this.#settlements.values()) settlement.reject(error);
    this.#settlements.clear();
    this.#finish((end) => end.reject(error));
  }

  #finish(settle: (end: Waiter) => void): void {
    if (this.#end === undefined) return;
    clearInterval(this.#renewal);
    settle(this.#end);
    this.#end = undefined;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
