import type {
  BatchRecord,
  BatchRecords,
  BegunJob,
  JobRequestToBegin,
  KeptJob,
  NewJob,
  NewRecord,
  UnitEvent,
} from '../batch-records.js';
import type { EntryWrite, StoredUnit } from '../batch-store.js';
import { splitJobRef } from '../job-ref.js';
import { MemoryRecord } from './memory-record.js';

/** Each method does its work before it returns: nothing can come between. */
export class MemoryRecords implements BatchRecords {
  readonly isDurable = false;
  readonly #now: () => number;
  readonly #makeRoom: () => void;
  readonly #records = new Map<string, MemoryRecord>();

  constructor(now: () => number, makeRoom: () => void) {
    this.#now = () => Math.floor(now());
    this.#makeRoom = makeRoom;
  }

  get size(): number {
    return this.#records.size;
  }

  async create(record: NewRecord): Promise<'created' | 'too-many'> {
    if (this.#find(record.ref) !== undefined) return 'created';
    const own = this.#recordsOf(record.client);
    if (own.filter(({ hasEnded }) => !hasEnded).length >= record.maxRecords) return 'too-many';
    this.#makeRoom();
    // `list` passes over none that has the same time.
    const createdAt = Math.max(this.#now(), ...own.map((other) => other.createdAt + 1));
    this.#records.set(record.ref, new MemoryRecord(record, createdAt));
    return 'created';
  }

  async addJobs(
    ref: string,
    jobs: readonly NewJob[],
    maxBytes: number,
  ): Promise<'added' | 'gone' | 'too-large'> {
    const record = this.#find(ref);
    if (record === undefined || record.isOpen || record.hasEnded) return 'gone';
    const added = jobs.filter(({ job }) => record.jobs[job] === undefined);
    const bytes = added.reduce((sum, { payload }) => sum + Buffer.byteLength(payload), 0);
    const underWay = this.#recordsOf(record.client).filter(({ hasEnded }) => !hasEnded);
    if (underWay.reduce((sum, other) => sum + other.bytes, bytes) > maxBytes) return 'too-large';
    record.add(added);
    return 'added';
  }

  async open(ref: string): Promise<boolean> {
    const record = this.#find(ref);
    if (record === undefined || (record.hasEnded && !record.isOpen)) return false;
    record.open(this.#now());
    return true;
  }

  async find(ref: string): Promise<BatchRecord | undefined> {
    return this.#find(ref)?.toRecord(this.#now());
  }

  async beginJob(request: JobRequestToBegin): Promise<BegunJob> {
    return this.#find(request.ref)?.begin(request, this.#now()) ?? { state: 'gone' };
  }

  async findJob(ref: string, job: number): Promise<KeptJob | undefined> {
    const kept = this.#find(ref)?.jobs[job];
    if (kept === undefined) return undefined;
    const { firstUnit, payload, entry } = kept;
    return { firstUnit, payload, inFlight: entry.inFlight };
  }

  async readEvents(ref: string, after: number, limit: number): Promise<readonly UnitEvent[]> {
    return this.#find(ref)?.events.slice(after, after + limit) ?? [];
  }

  async stop(ref: string, how: 'drain' | 'abort'): Promise<BatchRecord | undefined> {
    this.#find(ref)?.stop(how, this.#now());
    return this.find(ref);
  }

  async remove(ref: string): Promise<boolean> {
    return this.#find(ref) !== undefined && this.#records.delete(ref);
  }

  async list(
    client: string,
    limit: number,
    before: number = Number.POSITIVE_INFINITY,
  ): Promise<readonly BatchRecord[]> {
    return this.#recordsOf(client)
      .filter(({ isOpen, createdAt }) => isOpen && createdAt < before)
      .reverse()
      .slice(0, limit)
      .map((record) => record.toRecord(this.#now()));
  }

  async takeOverdue(
    idleMs: number,
    limit: number,
  ): Promise<readonly { readonly ref: string; readonly job: number }[]> {
    const now = this.#now();
    const overdue = [...this.#records.keys()].flatMap((ref) =>
      (this.#find(ref)?.overdue(idleMs, now) ?? []).map((job) => ({ ref, job })),
    );
    const taken = overdue.sort((a, b) => a.job.offeredAt - b.job.offeredAt).slice(0, limit);
    return taken.map(({ ref, job }) => {
      job.offeredAt = now;
      return { ref, job: job.job };
    });
  }

  /** What `write` of the store does for the entry of a job. */
  write(ref: string, write: EntryWrite): boolean {
    const { record, job } = splitJobRef(ref);
    return this.#find(record)?.write(job, write, this.#now()) ?? false;
  }

  /** What `read` of the store does for the entry of a job. */
  read(ref: string, from: number, to: number): readonly StoredUnit[] {
    const { record, job } = splitJobRef(ref);
    return this.#find(record)?.jobs[job]?.entry.read(from, to) ?? [];
  }

  /** Removes records that have expired. Returns how many. */
  sweep(): number {
    const before = this.#records.size;
    for (const ref of this.#records.keys()) {
      if (this.#find(ref) === undefined) this.#records.delete(ref);
    }
    return before - this.#records.size;
  }

  /** Returns a record unless it has expired. */
  #find(ref: string): MemoryRecord | undefined {
    const now = this.#now();
    const record = this.#records.get(ref);
    record?.advance(now);
    return (record?.expiresAt() ?? Number.POSITIVE_INFINITY) <= now ? undefined : record;
  }

  /** Returns the records of a client, oldest first. */
  #recordsOf(client: string): readonly MemoryRecord[] {
    return [...this.#records.keys()].flatMap((ref) => {
      const record = this.#find(ref);
      return record?.client === client ? [record] : [];
    });
  }
}
