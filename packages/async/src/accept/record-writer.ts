import { randomBytes } from 'node:crypto';
import { BatchProblem } from '@multistatus/core/adapter';
import type { BatchRecords, NewJob, NewRecord } from '@multistatus/journal';
import { callJournal, journalUnavailable, type Report } from '../journal-call.js';
import type { ResolvedAsyncLimits } from '../options/async-settings.js';
import { writeJobPayload } from '../stored/job-payload.js';
import { type RecordAbout, writeAbout } from '../stored/record-about.js';
import type { CountedPart } from './parts-of.js';

/** What `addJobs` of a store takes at a time. */
const MAX_JOBS = 100;
const MAX_BYTES = 16_777_216;
/** Jobs are sent to the store when they have this many bytes together, so that an upload is never held in memory. */
const FLUSH_BYTES = 1_048_576;
const MAX_ABOUT_BYTES = 65_536;
/** Seconds after which a client that has too much under way may try again. */
const QUOTA_RETRY_SECONDS = 5;

/** Writes the record of one request. */
export class RecordWriter {
  /** 144 random bits: whoever knows them is the client, or has learnt them from it. */
  readonly ref: string = randomBytes(18).toString('base64url');
  readonly #records: BatchRecords;
  readonly #limits: ResolvedAsyncLimits;
  readonly #report: Report;
  #pending: NewJob[] = [];
  #pendingBytes = 0;
  #jobs = 0;
  #units = 0;
  #mayBeOpen = false;

  constructor(records: BatchRecords, limits: ResolvedAsyncLimits, report: Report) {
    this.#records = records;
    this.#limits = limits;
    this.#report = report;
  }

  /** True once the record may have been opened. */
  get mayBeOpen(): boolean {
    return this.#mayBeOpen;
  }

  /** How many jobs have been added. */
  get jobs(): number {
    return this.#jobs;
  }

  /** How many units they have together. */
  get units(): number {
    return this.#units;
  }

  /** @throws {BatchProblem} `too-many-batches`; `journal-unavailable`. */
  async create(record: Pick<NewRecord, 'client' | 'keepMs'>, about: RecordAbout): Promise<void> {
    const { maxBatchesPerClient: max, maxRunMs: runMs } = this.#limits;
    const text = writeAbout(about);
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_ABOUT_BYTES) {
      this.#report(
        new RangeError(
          `What is kept of a request besides its operations has ${bytes} bytes, the limit is ${MAX_ABOUT_BYTES}; capture must return less`,
        ),
      );
      throw new BatchProblem('internal', 'The server cannot keep the request; nothing has run', {
        extensions: { executed: false },
      });
    }
    const created = await callJournal(this.#report, () =>
      this.#records.create({ ...record, ref: this.ref, about: text, runMs, maxRecords: max }),
    );
    if (created === 'too-many') throw tooMuch('maxBatchesPerClient', max, 'batches');
  }

  /** @throws {BatchProblem} `too-many-batches`, `limit-exceeded`, `journal-unavailable`. */
  async add({ part, units, firstUnit }: CountedPart): Promise<void> {
    const payload = writeJobPayload(part);
    const bytes = Buffer.byteLength(payload);
    if (bytes > MAX_BYTES) throw tooLargeForJob(bytes);
    if (this.#pendingBytes + bytes > MAX_BYTES) await this.flush();
    this.#pending.push({ job: this.#jobs, units, firstUnit, payload });
    this.#pendingBytes += bytes;
    this.#jobs += 1;
    this.#units += units;
    if (this.#pending.length === MAX_JOBS || this.#pendingBytes >= FLUSH_BYTES) await this.flush();
  }

  /** Stores what has been added. @throws {BatchProblem} `too-many-batches`, `journal-unavailable`. */
  async flush(): Promise<void> {
    const jobs = this.#pending;
    if (jobs.length === 0) return;
    this.#pending = [];
    this.#pendingBytes = 0;
    const { maxBytesPerClient: max } = this.#limits;
    const added = await callJournal(this.#report, () => this.#records.addJobs(this.ref, jobs, max));
    if (added === 'too-large') throw tooMuch('maxBytesPerClient', max, 'bytes of batches');
    if (added === 'gone') throw journalUnavailable();
  }

  /** Lets workers begin the jobs. @throws {BatchProblem} `journal-unavailable`. Then the record may have been opened all the same. */
  async open(): Promise<void> {
    this.#mayBeOpen = true;
    const isOpen = await callJournal(this.#report, () => this.#records.open(this.ref));
    if (isOpen) return;
    this.#mayBeOpen = false;
    throw journalUnavailable();
  }

  /**
   * Removes the record, because the request is refused: nothing of it can run. Returns false if it may still be there; then whether it
   * runs is unknown. Never rejects.
   */
  async remove(): Promise<boolean> {
    try {
      await this.#records.remove(this.ref);
      return true;
    } catch (error) {
      this.#report(error);
      // A record that has not been opened is removed by the store.
      return !this.#mayBeOpen;
    }
  }
}

function tooMuch(limit: keyof ResolvedAsyncLimits, max: number, what: string): BatchProblem {
  return new BatchProblem(
    'too-many-batches',
    `The client has ${max} ${what} under way, which is the limit ${limit}; nothing of this request has run, send it again when others have ended`,
    { extensions: { limit, max }, headers: { 'retry-after': String(QUOTA_RETRY_SECONDS) } },
  );
}

function tooLargeForJob(actual: number): BatchProblem {
  return new BatchProblem(
    'limit-exceeded',
    `Operations or items that have to run together have ${actual} bytes as they are stored, the limit is ${MAX_BYTES}`,
    { extensions: { limit: 'maxJobBytes', max: MAX_BYTES, actual } },
  );
}
