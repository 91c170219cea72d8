import type {
  BatchRecords,
  BatchStore,
  BegunJob,
  EntryWrite,
  JobRequestToBegin,
  NewRecord,
} from '@multistatus/journal';
import type { OpenTransaction } from './shared-store.js';
import type { VirtualTime } from './virtual-time.js';
import { readRecord, recordState, type WholeRecord } from './whole-record.js';

/** What is known of a job from the calls that were applied. */
interface KnownJob {
  readonly owner: string;
  leaseEnd: number;
  sequence: number;
  inFlight: string;
  /** Those that keep others from taking it over. */
  readonly transactions: Set<OpenTransaction>;
}

/** The records of the store of all processes: the driver, and what is known of it. */
export class SharedRecords {
  readonly driver: BatchRecords;
  /** What records had when they were removed, by ref. */
  readonly removed = new Map<string, WholeRecord>();
  /** What the driver has done that no store may do. */
  readonly broken: string[] = [];
  readonly #time: VirtualTime;
  readonly #store: BatchStore;
  readonly #names = new Map<string, string>();
  readonly #jobs = new Map<string, KnownJob>();

  constructor(time: VirtualTime, store: BatchStore) {
    this.#time = time;
    this.#store = store;
    this.driver = store.records as BatchRecords;
  }

  /** Returns what the log calls a record, or the entry of one of its jobs; refs are not the same when a world is run again. */
  nameOf(ref: string): string | undefined {
    const [record = '', job] = ref.split('.');
    const name = this.#names.get(record);
    return job === undefined ? name : `${name}.${job}`;
  }

  /** Names a record that a process is about to create. */
  name(ref: string): void {
    this.#names.set(ref, `R${this.#names.size + 1}`);
  }

  create(record: NewRecord): Promise<'created' | 'too-many'> {
    return this.driver.create(record);
  }

  async beginJob(request: JobRequestToBegin): Promise<BegunJob> {
    const { owner, leaseMs } = request;
    const ref = `${request.ref}.${request.job}`;
    const known = this.#jobs.get(ref);
    const isLocked = [...(known?.transactions ?? [])].some(({ isOver }) => !isOver);
    if (isLocked && known?.owner !== owner) return { state: 'running', leaseLeftMs: 1 };
    const finding = this.driver.find(request.ref);
    const begun = await this.driver.beginJob(request);
    if (begun.state !== 'begun' || known?.owner === owner) return begun;
    if ((await finding)?.stopped !== undefined)
      this.broken.push(`${this.nameOf(ref)} begins, and is stopped`);
    // The driver counts whole milliseconds.
    if (known !== undefined && known.leaseEnd >= this.#time.now + 1)
      this.broken.push(`${this.nameOf(ref)} is taken over from an owner with a lease`);
    const leaseEnd = this.#time.now + leaseMs;
    this.#jobs.set(ref, { owner, leaseEnd, sequence: 0, inFlight: '', transactions: new Set() });
    return begun;
  }

  async remove(ref: string): Promise<boolean> {
    const [whole, isRemoved] = await Promise.all([this.read(ref), this.driver.remove(ref)]);
    if (whole !== undefined) this.removed.set(ref, whole);
    return isRemoved;
  }

  async write(ref: string, write: EntryWrite): Promise<boolean> {
    const isKept = await this.#store.write(ref, write);
    const known = this.#jobs.get(ref);
    if (isKept && known?.owner !== write.owner)
      this.broken.push(`${this.nameOf(ref)} is written by an owner that has lost it`);
    if (!isKept || known?.owner !== write.owner || write.sequence <= known.sequence) return isKept;
    known.leaseEnd = this.#time.now + write.leaseMs;
    known.sequence = write.sequence;
    known.inFlight = write.inFlight;
    return isKept;
  }

  /** Keeps outcomes when a transaction commits; until it is over, nobody takes the job over. */
  async writeWithin(
    transaction: OpenTransaction,
    ref: string,
    { owner, outcomes }: Pick<EntryWrite, 'owner' | 'outcomes'>,
  ): Promise<boolean> {
    const known = this.#jobs.get(ref);
    if (transaction.isOver) throw new Error('The transaction is over');
    const record = await this.driver.find(ref.replace(/\..*/, ''));
    if (known?.owner !== owner || record === undefined || record.endedAt !== undefined) return false;
    known.transactions.add(transaction);
    transaction.commits.push(async () => {
      // Between two writes of the owner, and nothing else of the job changes.
      const leaseMs = known.leaseEnd - this.#time.now;
      const { inFlight } = known;
      known.sequence += 2 ** -20;
      await this.#store.write(ref, {
        owner,
        sequence: known.sequence,
        inFlight,
        leaseMs,
        keepMs: 0,
        outcomes,
      });
    });
    return true;
  }

  /** Returns everything that is kept of a record; `undefined` if there is none. */
  read(ref: string): Promise<WholeRecord | undefined> {
    return readRecord(this.#store, ref);
  }

  /** Returns the refs of all records that were ever created. */
  get refs(): readonly string[] {
    return [...this.#names.keys()];
  }

  /** Returns the state of a record. */
  async stateOf(ref: string): Promise<string> {
    return recordState(await this.driver.find(ref));
  }

  /** Returns the state of a job for a call of `owner`. */
  async jobStateOf(ref: string, owner: string | undefined): Promise<string> {
    const [record = ''] = ref.split('.');
    const known = this.#jobs.get(ref);
    const hasLease = known !== undefined && known.leaseEnd > this.#time.now;
    const isOwner = owner === undefined || known?.owner === owner;
    const state = await this.stateOf(record);
    if (state !== 'running' && state !== 'between jobs') return state;
    if (known === undefined) return 'new';
    if (hasLease) return isOwner ? 'held' : 'held by another';
    return isOwner ? 'lease over' : 'given up';
  }
}
