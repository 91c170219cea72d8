import { type RespondAsyncLimits, respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import type { BulkOptions } from '@multistatus/core';
import type { Outcome, WorkPart } from '@multistatus/core/adapter';
import { createJournal, type OpenedJob } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { type BulkEndpoint, createBulkEndpoint } from '#core/bulk/create-bulk-endpoint.js';
import { ClientConnection } from '#core/http/client-signal.js';
import type { OperationOutcome } from '#core/operation/operation-outcome.js';
import type { AsyncEndpoint, JobHooks } from '#core/options/async-support.js';

/** The lease of a job, in milliseconds. */
const LEASE_MS = 5_000;
/** How long the list has waited for the worker, in milliseconds. */
export const WAITED_MS = 5_000;
const REF = 'AAAAAAAAAAAAAAAAAAAAAAAA';

export type LaterOptions = Omit<BulkOptions<{ id: number }, object, object, unknown, unknown>, 'item'>;

/** A bulk endpoint whose items are `{ "id": <integer> }`, with a journal in memory. */
export class LaterBulk {
  readonly endpoint: BulkEndpoint<object>;
  readonly errors: unknown[] = [];
  readonly reported: OperationOutcome[] = [];
  readonly drain = new ClientConnection();
  readonly abort = new ClientConnection();
  readonly #journal = createJournal({ store: memoryStore(), identify: () => 'ann' });

  constructor(options: LaterOptions, limits?: RespondAsyncLimits) {
    this.endpoint = createBulkEndpoint<{ id: number }, object, unknown, unknown>({
      item: idSchema,
      journal: this.#journal,
      async: respondAsync({ queue: memoryQueue(), name: 'photos', monitors: '/monitors', limits }),
      onError: (error, context) => this.errors.push([error, context]),
      onOutcome: (outcome) => this.reported.push(outcome),
      ...options,
    });
  }

  get async(): AsyncEndpoint {
    return this.endpoint.asyncEndpoint!;
  }

  close(): void {
    this.#journal.close();
  }

  /** Keeps a part of a list as the only job of a record. */
  async keep({ part }: Extract<WorkPart, { kind: 'list' }>): Promise<void> {
    const { records } = this.#journal.batches!;
    const { firstIndex: firstUnit, items } = part;
    const record = { ref: REF, client: 'ann', about: '', keepMs: 60_000, runMs: 60_000, maxRecords: 1 };
    await records.create(record);
    await records.addJobs(REF, [{ job: 0, units: items.length, firstUnit, payload: '' }], 1_000);
    await records.open(REF);
  }

  /** Begins the job. */
  async open(): Promise<Extract<OpenedJob, { state: 'open' }>> {
    const opened = await this.#journal.batches!.openJob(REF, 0, LEASE_MS);
    if (opened.state !== 'open') throw new Error(`The job is ${opened.state}`);
    return opened;
  }

  /** Runs the job, as a worker does. */
  async run(part: WorkPart): Promise<void> {
    const { entry } = await this.open();
    await this.async.run(part, this.hooks(entry));
  }

  hooks(entry: JobHooks['entry']): JobHooks {
    return {
      entry,
      request: { isJob: true, principal: { user: 'ann' }, headers: { 'accept-language': 'de' } },
      acceptedAt: performance.now() - WAITED_MS,
      dispatch: () => Promise.reject(new Error('Nothing of a list is dispatched')),
      drain: this.drain,
      abort: this.abort,
    };
  }

  /** The outcomes of the job; `'none'` for an item that has none. */
  async outcomes(part: WorkPart): Promise<(Outcome | 'none')[]> {
    const job = await this.#journal.batches!.readJob(REF, 0);
    const missing = new Set<number>();
    const outcomes = this.async.restore(part, job!.outcomes, (operation) => {
      missing.add(operation.index);
      return { operation } as Outcome;
    });
    return outcomes.map((outcome) => (missing.has(outcome.operation.index) ? 'none' : outcome));
  }

  /** Whether every item of the record has an outcome. */
  async hasEnded(): Promise<boolean> {
    const record = await this.#journal.batches!.records.find(REF);
    return record!.endedAt !== undefined;
  }
}

/** Returns items of a list that starts at `firstIndex`, each with its index as `id`. */
export function listPart(
  items: readonly unknown[],
  {
    firstIndex = 0,
    method = 'POST',
    idempotencyKey,
  }: { firstIndex?: number; method?: string; idempotencyKey?: string } = {},
): Extract<WorkPart, { kind: 'list' }> {
  const answer = { format: 'json', mediaType: 'application/json', isMinimal: false, applied: [] };
  const batchId = '6a3c5e0a-0f2c-4a53-9d0e-0c7f6f1b8a11';
  const list = { batchId, method, idempotencyKey, answer, path: '/photos', host: 'photos.example' };
  return { kind: 'list', list, part: { firstIndex, items: items.map((value) => ({ value })) } };
}

/** A Standard Schema of `{ "id": <integer> }`. */
export const idSchema = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value: unknown) =>
      Number.isInteger((value as { id?: unknown }).id)
        ? { value: value as { id: number } }
        : { issues: [{ message: 'must be an integer', path: ['id'] }] },
  },
} as const;
