import type { BatchStore, BeginRequest, BegunEntry, EntryWrite, StoredUnit } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { SharedRecords } from './shared-records.js';
import type { VirtualTime } from './virtual-time.js';

/** What is known of an entry from the calls that were applied. */
interface KnownEntry {
  readonly fingerprint: string;
  readonly batchId: string;
  owner: string;
  state: 'begun' | 'resumed' | 'finished';
  leaseEnd: number;
  expiry: number;
  sequence: number;
  inFlight: string;
  keepMs: number;
}

/** The state of a transaction: if it may still commit, and what it commits in the journal. */
export interface OpenTransaction {
  isOver: boolean;
  readonly commits: (() => Promise<void>)[];
  readonly locks: string[];
}

/** The state of an entry when a call arrives. */
type EntryState = 'absent' | 'begun' | 'resumed' | 'finished' | 'expired' | 'lease over' | 'taken over';

/** The store of all processes: the driver, and what only a database has of it, transactions with locks. */
export class SharedStore {
  /** By scope of an entry: how often it was begun anew. */
  readonly lives = new Map<string, number>();
  /** What the driver has done that no store may do. */
  readonly broken: string[] = [];
  readonly #firsts = new Map<string, string>();
  readonly #time: VirtualTime;
  readonly #driver: BatchStore;
  /** The records of requests that are answered later, whose jobs have entries too. */
  readonly records: SharedRecords;
  readonly #known = new Map<string, KnownEntry>();
  /** By ref: the transactions that keep others from taking an entry over. */
  readonly #locks = new Map<string, Set<OpenTransaction>>();

  constructor(time: VirtualTime) {
    this.#time = time;
    this.#driver = memoryStore({ now: () => time.now });
    this.records = new SharedRecords(time, this.#driver);
  }

  async begin(request: BeginRequest): Promise<BegunEntry> {
    const { ref, owner, leaseMs, keepMs, about, fingerprint } = request;
    const known = this.#known.get(ref);
    const isLocked = (this.#locks.get(ref)?.size ?? 0) > 0;
    const isFree =
      known?.leaseEnd !== undefined && known.leaseEnd <= this.#time.now && known.state !== 'finished';
    if (isLocked && isFree && known?.owner !== owner && known?.fingerprint === fingerprint)
      return { state: 'running', leaseLeftMs: 1 };
    const begun = await this.#driver.begin(request);
    const leaseEnd = this.#time.now + leaseMs;
    const fresh = { owner, leaseEnd, expiry: leaseEnd + keepMs, sequence: 0, keepMs };
    if (begun.state === 'begun' && known?.owner !== owner) {
      this.#known.set(ref, { fingerprint, batchId: about, state: 'begun', inFlight: '', ...fresh });
      this.lives.set(ref, (this.lives.get(ref) ?? 0) + 1);
    } else if (begun.state === 'resumed' && known !== undefined && known.owner !== owner) {
      Object.assign(known, fresh, { state: 'resumed' });
    }
    return begun;
  }

  async write(ref: string, write: EntryWrite): Promise<boolean> {
    if (this.isOfJob(ref)) return this.records.write(ref, write);
    const isKept = await this.#driver.write(ref, write);
    const known = this.#known.get(ref);
    if (!isKept || known === undefined || known.state === 'finished' || write.sequence <= known.sequence)
      return isKept;
    this.#note(known, write.outcomes);
    known.leaseEnd = this.#time.now + write.leaseMs;
    known.expiry = (write.total === undefined ? known.leaseEnd : this.#time.now) + write.keepMs;
    known.sequence = write.sequence;
    known.inFlight = write.inFlight;
    if (write.total !== undefined) known.state = 'finished';
    return true;
  }

  async read(ref: string, from: number, to: number): Promise<readonly StoredUnit[]> {
    const units = await this.#driver.read(ref, from, to);
    if (this.isOfJob(ref)) return units;
    for (const { unit, outcome } of units) {
      const first = this.#firsts.get(`${this.#known.get(ref)?.batchId} ${unit}`);
      if (outcome !== first) this.broken.push(`The store has not kept the first outcome of unit ${unit}`);
    }
    return units;
  }

  #note({ batchId }: KnownEntry, outcomes: readonly StoredUnit[]): void {
    for (const { unit, outcome } of outcomes) {
      const name = `${batchId} ${unit}`;
      if (!this.#firsts.has(name)) this.#firsts.set(name, outcome);
    }
  }

  sweep(): Promise<number> {
    return this.#driver.sweep();
  }

  /** Keeps outcomes when a transaction commits; until it is over, nobody takes the entry over. */
  async writeWithin(
    transaction: OpenTransaction,
    ref: string,
    { owner, outcomes }: { readonly owner: string; readonly outcomes: readonly StoredUnit[] },
  ): Promise<boolean> {
    if (this.isOfJob(ref)) return this.records.writeWithin(transaction, ref, { owner, outcomes });
    const known = this.#known.get(ref);
    if (transaction.isOver) throw new Error('The transaction is over');
    if (known?.owner !== owner || known.state === 'finished' || known.expiry <= this.#time.now) return false;
    const locks = this.#locks.get(ref) ?? new Set();
    this.#locks.set(ref, locks.add(transaction));
    transaction.locks.push(ref);
    transaction.commits.push(async () => {
      // Between two writes of the owner, and nothing else of the entry changes.
      const { sequence, inFlight, keepMs, leaseEnd } = known;
      const leaseMs = leaseEnd - this.#time.now;
      await this.#driver.write(ref, {
        owner,
        sequence: sequence + 2 ** -20,
        inFlight,
        keepMs,
        leaseMs,
        outcomes,
      });
      this.#note(known, outcomes);
      known.sequence += 2 ** -20;
    });
    return true;
  }

  /** Ends a transaction: what it has written of the journal is there, or not. */
  async end(transaction: OpenTransaction, isCommitted: boolean): Promise<void> {
    if (transaction.isOver) return;
    transaction.isOver = true;
    for (const commit of isCommitted ? transaction.commits : []) await commit();
    for (const ref of transaction.locks) this.#locks.get(ref)?.delete(transaction);
  }

  /** Checks whether an entry belongs to a job. */
  isOfJob(ref: string): boolean {
    return ref.includes('.');
  }

  /** Returns what the log calls an entry. */
  nameOf(ref: string): string {
    return this.records.nameOf(ref) ?? ref.slice(0, 4);
  }

  /** Returns the state of an entry for a call of `owner`. */
  stateOf(ref: string, owner?: string): string | Promise<string> {
    return this.isOfJob(ref) ? this.records.jobStateOf(ref, owner) : this.#stateOf(ref, owner);
  }

  #stateOf(ref: string, owner: string | undefined): EntryState {
    const known = this.#known.get(ref);
    if (known === undefined) return 'absent';
    const { now } = this.#time;
    if (known.expiry <= now) return 'expired';
    if (known.state === 'finished') return 'finished';
    if (owner !== undefined && known.owner !== owner)
      return known.leaseEnd <= now ? 'lease over' : 'taken over';
    return known.leaseEnd <= now ? 'lease over' : known.state;
  }
}
