import type { BatchRecords, BatchStore, BegunJob, EntryWrite, JobRequestToBegin, NewRecord } from '@multistatus/journal';
import type { VirtualTime } from './virtual-time.js';
import { readRecord, type WholeRecord } from './whole-record.js';

/** What is known of a job from the calls that were applied. */
interface KnownJob {
  owner: string;
  leaseEnd: number;
}

/** The records of the store of all processes: the driver, and what is known of it. */
export class SharedRecords {
  readonly driver: BatchRecords;
  /** What records had when they were removed, by ref. */
  readonly removed = new Map<string, WholeRecord>();
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
    const begun = await this.driver.beginJob(request);
    const ref = `${request.ref}.${request.job}`;
    if (begun.state === 'begun' && this.#jobs.get(ref)?.owner !== request.owner)
      this.#jobs.set(ref, { owner: request.owner, leaseEnd: this.#time.now + request.leaseMs });
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
    if (isKept && known?.owner === write.owner) known.leaseEnd = this.#time.now + write.leaseMs;
    return isKept;
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
    const record = await this.driver.find(ref);
    if (record === undefined) return 'absent';
    if (record.openedAt === undefined) return 'received';
    if (record.endedAt !== undefined) return record.stopped === undefined ? 'finished' : 'cancelled';
    if (record.stopped !== undefined) return 'cancelling';
    if (record.startedAt === undefined) return 'waiting';
    return record.runningJobs > 0 ? 'running' : 'between jobs';
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
