import {
  BatchProblem,
  type EnvelopeRequest,
  type Journal,
  type JournalEntry,
  parseIdempotencyKey,
  STORED_VERSION,
} from '@multistatus/core/adapter';
import type { BatchRecords } from '@multistatus/journal';
import { callJournal, type Report } from '../journal-call.js';
import { parseStored } from '../stored/parse-stored.js';

/** The one unit of the entry: that the request is kept. */
const UNIT = 0;
/** Separates the ref of the record from the digest of the items in a claim; neither has it. */
const SEPARATOR = '.';

/** A record that was written for an earlier request with the same key. */
export interface KnownRecord {
  readonly ref: string;
  /** A digest of the items, if the fingerprint of the request has none; else `''`. */
  readonly digest: string;
  /** How many jobs it has, if they may not be in the queue; else 0. */
  readonly jobs: number;
}

/** The request that a key belongs to. */
interface KeyedRequest {
  readonly journal: Journal;
  readonly records: BatchRecords;
  readonly principal: string;
  readonly request: EnvelopeRequest;
  readonly toContent: () => readonly (string | Uint8Array)[];
  readonly report: Report;
}

/**
 * The entry of a request with an Idempotency-Key that is answered later. Its outcome is the record of the request: a request that is
 * sent again gets the same monitor.
 *
 * The entry is claimed, with the ref of the record, before the record is opened. So if this process dies, the next request with the
 * key finds the record, and continues with it if it was opened. If it was not, the next request removes it, and is kept anew.
 */
export class RequestKey {
  readonly #entry: JournalEntry;
  readonly #report: Report;
  #known: KnownRecord | undefined;

  private constructor(entry: JournalEntry, report: Report) {
    this.#entry = entry;
    this.#report = report;
  }

  /**
   * Opens the entry of a request. Resolves to `undefined` if the request has no key.
   *
   * @throws {BatchProblem} `invalid-idempotency-key`, `idempotency-in-progress`, `idempotency-key-reused`, `journal-unavailable`.
   */
  static async open(keyed: KeyedRequest): Promise<RequestKey | undefined> {
    const { journal, principal, request, toContent, report } = keyed;
    const { method, url, headers } = request;
    const field = headers['idempotency-key'];
    if (field === undefined) return undefined;
    const key = parseIdempotencyKey(field);
    // A request with the same key that is answered at once has another fingerprint.
    const about = JSON.stringify([method, url, headers['content-type'] ?? '', 'respond-async']);
    const fingerprint = journal.digest(about, ...toContent());
    const opened = await callJournal(report, () => journal.open({ principal, key, fingerprint }));
    if (opened.state === 'mismatch') throw keyReused();
    if (opened.state === 'running') throw inProgress(opened.retryAfterMs);
    const requestKey = new RequestKey(opened.entry, report);
    await requestKey.#find(keyed.records).catch(async (error: unknown) => {
      await requestKey.suspend();
      throw error;
    });
    return requestKey;
  }

  /** The record of an earlier request with the key; `undefined` if this one is to be kept. */
  get known(): KnownRecord | undefined {
    return this.#known;
  }

  async #find(records: BatchRecords): Promise<void> {
    const entry = this.#entry;
    if (entry.total !== undefined) {
      const texts = await callJournal(this.#report, () => entry.read(UNIT, UNIT + 1));
      this.#known = readKnown(texts.get(UNIT));
      return;
    }
    const claim = entry.claimed.get(UNIT)?.digest;
    if (claim === undefined) return;
    const [ref = '', digest = ''] = claim.split(SEPARATOR);
    const record = await callJournal(this.#report, () => records.find(ref));
    if (record?.openedAt === undefined) {
      // From here on nobody can open it any more: the process that has created it may only be slow.
      await callJournal(this.#report, () => records.remove(ref));
    } else {
      this.#known = { ref, digest, jobs: record.jobs };
      await this.settle(ref, digest);
    }
  }

  /**
   * Claims the entry for a record that is about to be opened.
   *
   * @throws {BatchProblem} `idempotency-in-progress` if another process has taken the entry over; `journal-unavailable`.
   */
  async claim(ref: string, digest: string): Promise<void> {
    const claim = { unit: UNIT, digest: `${ref}${SEPARATOR}${digest}` };
    if (!(await callJournal(this.#report, () => this.#entry.claim([claim])))) throw inProgress(1_000);
  }

  /**
   * Keeps the record as the outcome of the key. If the journal cannot be reached, the next request with the key finds the record by the
   * claim.
   *
   * @throws {BatchProblem} `idempotency-in-progress` if another process has taken the entry over: it decides about the record.
   */
  async settle(ref: string, digest: string): Promise<void> {
    const text = JSON.stringify({ version: STORED_VERSION, monitor: ref, digest });
    try {
      const settled = this.#entry.settle(UNIT, { text, status: 202, result: 'succeeded' });
      const [isOurs] = await Promise.all([settled, this.#entry.end(1)]);
      if (!isOurs) throw inProgress(1_000);
    } catch (error) {
      if (error instanceof BatchProblem) throw error;
      this.#report(error);
    }
  }

  /** Gives the entry up, because the request has been refused: the next request with the key is kept. Never rejects. */
  async release(): Promise<void> {
    try {
      await this.#entry.withdraw(UNIT);
    } catch (error) {
      this.#report(error);
    }
    await this.suspend();
  }

  /** Leaves the entry to the next request with the key, which looks for the record that this one has claimed. Never rejects. */
  async suspend(): Promise<void> {
    if (this.#entry.total !== undefined) return;
    try {
      await this.#entry.end(undefined);
    } catch (error) {
      this.#report(error);
    }
  }

  /**
   * Checks that the items are those of the earlier request with the key.
   *
   * @throws {BatchProblem} `idempotency-key-reused` if not.
   */
  checkDigest(digest: string): void {
    if (this.#known !== undefined && this.#known.digest !== digest) throw keyReused();
  }
}

function readKnown(text = ''): KnownRecord {
  const { monitor: ref, digest } = parseStored<{ readonly monitor: string; readonly digest: string }>(
    'key',
    text,
  );
  return { ref, digest, jobs: 0 };
}

function keyReused(): BatchProblem {
  return new BatchProblem(
    'idempotency-key-reused',
    'The method, URL, Content-Type or body is not the same, byte for byte, as in the request that used this key first, or only one of them prefers respond-async; use a new key for a new request',
  );
}

function inProgress(retryAfterMs: number): BatchProblem {
  return new BatchProblem(
    'idempotency-in-progress',
    'The request with this key is still being received; send it again later, with the same key, for its monitor',
    { headers: { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) } },
  );
}
