import type {
  BatchRecord,
  BegunJob,
  JobRequestToBegin,
  NewJob,
  NewRecord,
  UnitEvent,
} from '../batch-records.js';
import type { EntryWrite, StoredUnit } from '../batch-store.js';
import { MemoryEntry } from './memory-entry.js';

/** How long a record may receive jobs. */
const OPENING_MS = 3_600_000;

/** A job with its entry. */
export interface MemoryJob extends NewJob {
  readonly entry: MemoryEntry;
  /** When `takeOverdue` has returned it. */
  offeredAt: number;
}

/** One record, with its jobs and events. */
export class MemoryRecord {
  readonly jobs: MemoryJob[] = [];
  readonly events: UnitEvent[] = [];
  /** Of the payloads of all jobs. */
  bytes = 0;
  readonly #new: NewRecord;
  readonly #createdAt: number;
  /** Jobs that have begun and not ended, whether their owner has a lease or not. */
  readonly #begun = new Set<MemoryJob>();
  readonly #counts = { succeeded: 0, failed: 0, other: 0 };
  #openedAt: number | undefined;
  #startedAt: number | undefined;
  #stop: { readonly how: 'drain' | 'abort'; readonly at: number } | undefined;
  #endedAt: number | undefined;
  #units = 0;
  #endedJobs = 0;
  #changedAt: number;

  constructor(record: NewRecord, createdAt: number) {
    this.#new = record;
    this.#createdAt = createdAt;
    this.#changedAt = createdAt;
  }

  get client(): string {
    return this.#new.client;
  }

  get createdAt(): number {
    return this.#createdAt;
  }

  get isOpen(): boolean {
    return this.#openedAt !== undefined;
  }

  /** Applies what the passing of time does to a record. Called before everything else. */
  advance(now: number): void {
    const runEnd = (this.#openedAt ?? Number.POSITIVE_INFINITY) + this.#new.runMs;
    this.#endIfStopped(Math.min(now, runEnd));
    if (this.#endedAt !== undefined || runEnd > now) return;
    if (this.#stop?.how !== 'abort') this.#stop = { how: 'abort', at: this.#stop?.at ?? runEnd };
    this.#endIfStopped(now);
  }

  /** Ends a stopped record if no job has had a lease since a time until `now`. */
  #endIfStopped(now: number): void {
    if (this.#stop === undefined || this.#endedAt !== undefined) return;
    const leases = [...this.#begun].map(({ entry }) => entry.leaseEnd);
    const end = Math.max(this.#stop.at, this.#changedAt, ...leases);
    if (end <= now) this.#endedAt = end;
  }

  expiresAt(): number | undefined {
    if (this.#endedAt !== undefined) return this.#endedAt + this.#new.keepMs;
    return this.#openedAt === undefined ? this.#createdAt + OPENING_MS : undefined;
  }

  get hasEnded(): boolean {
    return this.#endedAt !== undefined;
  }

  /** Adds jobs, except those that it has. */
  add(jobs: readonly NewJob[]): void {
    for (const job of jobs) {
      if (this.jobs[job.job] !== undefined) continue;
      this.jobs[job.job] = { ...job, entry: new MemoryEntry(), offeredAt: Number.NEGATIVE_INFINITY };
      this.#units += job.units;
      this.bytes += Buffer.byteLength(job.payload);
    }
  }

  open(now: number): void {
    if (this.#openedAt !== undefined) return;
    this.#openedAt = now;
    this.#changedAt = now;
    if (this.jobs.length === 0) this.#endedAt = now;
  }

  stop(how: 'drain' | 'abort', now: number): void {
    if (this.#endedAt !== undefined || this.#stop?.how === 'abort' || this.#stop?.how === how) return;
    this.#stop = { how, at: this.#stop?.at ?? now };
    this.#endIfStopped(now);
  }

  begin({ job: number, owner, leaseMs }: JobRequestToBegin, now: number): BegunJob {
    const job = this.jobs[number];
    if (job === undefined || this.#openedAt === undefined) return { state: 'gone' };
    const { entry, payload, units } = job;
    if (entry.size >= units) return { state: 'ended' };
    if (this.#endedAt !== undefined) return { state: 'gone' };
    if (entry.owner !== owner) {
      if (this.#stop !== undefined) return { state: 'gone' };
      if (!entry.isFree(owner, now))
        return { state: 'running', leaseLeftMs: Math.max(1, Math.ceil(entry.leaseEnd - now)) };
      entry.takeOver(owner, now + leaseMs);
      this.#begun.add(job);
      this.#startedAt ??= now;
      this.#changedAt = now;
    }
    const inFlight = entry.attempt > 1 ? entry.inFlight : '';
    return { state: 'begun', attempt: entry.attempt, inFlight, payload };
  }

  write(number: number, write: EntryWrite, now: number): boolean {
    const job = this.jobs[number];
    if (job?.entry.owner !== write.owner) return false;
    const { entry } = job;
    if (entry.size >= job.units || entry.isLate(write)) return true;
    // Others count on it that nothing is kept of this owner any more.
    if (this.#endedAt !== undefined || (this.#stop !== undefined && entry.leaseEnd <= now)) return false;
    const kept = entry.keep(write, now);
    for (const unit of kept) this.#count(unit);
    if (kept.length > 0 || write.leaseMs === 0) this.#changedAt = now;
    if (entry.size >= job.units) {
      this.#begun.delete(job);
      this.#endedJobs += 1;
      if (this.#endedJobs === this.jobs.length) this.#endedAt = now;
    }
    this.#endIfStopped(now);
    return true;
  }

  #count({ unit, status = 0, result = 'other', id }: StoredUnit): void {
    this.#counts[result] += 1;
    this.events.push({ number: this.events.length + 1, unit, status, result, id });
  }

  /** Returns jobs that somebody should have begun, and that `takeOverdue` has not returned for `idleMs`. */
  overdue(idleMs: number, now: number): readonly MemoryJob[] {
    const latest = now - idleMs;
    const isOver = this.#stop !== undefined || this.#endedAt !== undefined;
    if (this.#openedAt === undefined || isOver || this.#changedAt > latest) return [];
    return this.jobs.filter(
      ({ entry, units, offeredAt }) => entry.size < units && entry.leaseEnd <= now && offeredAt <= latest,
    );
  }

  toRecord(now: number): BatchRecord {
    const { ref, client, about } = this.#new;
    return {
      ref,
      client,
      about,
      createdAt: this.#createdAt,
      openedAt: this.#openedAt,
      startedAt: this.#startedAt,
      stopped: this.#stop?.how,
      endedAt: this.#endedAt,
      expiresAt: this.#endedAt === undefined ? undefined : this.expiresAt(),
      now,
      jobs: this.jobs.length,
      units: this.#units,
      done: this.events.length,
      succeeded: this.#counts.succeeded,
      failed: this.#counts.failed,
      runningJobs: [...this.#begun].filter(({ entry }) => entry.leaseEnd > now).length,
      endedJobs: this.#endedJobs,
    };
  }
}
