import type { BegunJob, JobRequestToBegin, KeptJob, UnitEvent } from '../batch-records.js';
import type { EntryWrite, StoredUnit, TransactionQuery } from '../batch-store.js';
import { splitJobRef } from '../job-ref.js';
import { type JobStatements, jobStatements } from './job-statements.js';
import type { RecordTables } from './record-sql.js';
import type { StatementRunner } from './statement-runner.js';

/** How often a job is looked at while others change it. */
const MAX_ATTEMPTS = 5;

/** What the statement `look` returns. */
interface JobRow {
  readonly is_open: boolean;
  readonly is_over: boolean;
  readonly is_stopped: boolean;
  readonly is_begun: boolean;
  readonly has_ended: boolean;
  readonly is_own: boolean;
  readonly is_former: boolean;
  readonly is_late: boolean;
  readonly lease_left_ms: number;
  readonly attempt: number;
  readonly in_flight: string;
  readonly payload: string;
}

/** The entries of jobs, and the events of their records. */
export class PostgresJobs {
  readonly #runner: StatementRunner;
  readonly #statements: JobStatements;

  constructor(runner: StatementRunner, tables: RecordTables) {
    this.#runner = runner;
    this.#statements = jobStatements(tables);
  }

  async begin({ ref, job, owner, leaseMs }: JobRequestToBegin): Promise<BegunJob> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const [row] = await this.#look([ref, job, owner, null]);
      const begun = row === undefined ? ({ state: 'gone' } as const) : toBegun(row);
      if (begun !== undefined) return begun;
      await this.#runner.run(this.#statements.take, [ref, job, owner, leaseMs]);
    }
    // A transaction holds the entry.
    return { state: 'running', leaseLeftMs: 1 };
  }

  #look(values: readonly unknown[]): Promise<JobRow[]> {
    return this.#runner.run<JobRow>(this.#statements.look, values);
  }

  async find(ref: string, job: number): Promise<KeptJob | undefined> {
    return (await this.#runner.run<KeptJob>(this.#statements.find, [ref, job]))[0];
  }

  /** What `write` of the store does for the entry of a job. */
  async write(entryRef: string, write: EntryWrite): Promise<boolean> {
    const { record: ref, job } = splitJobRef(entryRef);
    const { owner, sequence, leaseMs, inFlight } = write;
    const values = [ref, job, owner, sequence, leaseMs, inFlight, outcomesText(write.outcomes)];
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      if ((await this.#runner.run(this.#statements.write, values)).length > 0) return true;
      const [row] = await this.#look([ref, job, owner, sequence]);
      if (row?.is_own !== true) return false;
      if (row.has_ended || row.is_late) return true;
      if (row.is_over || (row.is_stopped && row.lease_left_ms <= 0)) return false;
      if (row.lease_left_ms <= 0) await this.#runner.run(this.#statements.revive, [ref, job, owner]);
    }
    throw new Error('The entry of a job was changed by others all the time');
  }

  /** What `read` of the store does for the entry of a job. */
  async read(entryRef: string, from: number, to: number): Promise<readonly StoredUnit[]> {
    const { record, job } = splitJobRef(entryRef);
    return this.#runner.run<StoredUnit>(this.#statements.read, [record, job, from, to]);
  }

  /** What `transactions.write` of the store does for the entry of a job. */
  async writeInTransaction(
    query: TransactionQuery,
    entryRef: string,
    { owner, outcomes }: { readonly owner: string; readonly outcomes: readonly StoredUnit[] },
  ): Promise<boolean> {
    const { record, job } = splitJobRef(entryRef);
    const values = [record, String(job), owner, outcomesText(outcomes)];
    return (await query(this.#statements.writeInTransaction, values)).length > 0;
  }

  /** Counts what transactions have kept in a record. */
  async count(id: string): Promise<void> {
    await this.#runner.run(this.#statements.count, [id]);
  }

  async readEvents(ref: string, after: number, limit: number): Promise<readonly UnitEvent[]> {
    const rows = await this.#runner.run<{ last_number: number; events: string }>(
      this.#statements.readEvents,
      [ref, after, limit],
    );
    const events = rows.flatMap(({ last_number: last, events: texts }) => {
      const tuples = JSON.parse(`[${texts}]`) as EventTuple[];
      return tuples.map((tuple, index) => toEvent(tuple, last - tuples.length + index + 1));
    });
    return events.filter(({ number }) => number > after).slice(0, limit);
  }
}

/** Returns what became of a job; `undefined` if it is free. */
function toBegun(row: JobRow): BegunJob | undefined {
  if (!row.is_open) return { state: 'gone' };
  if (row.has_ended) return { state: 'ended' };
  if (row.is_over) return { state: 'gone' };
  if (row.is_own) {
    const { attempt, in_flight: inFlight, payload } = row;
    return { state: 'begun', attempt, inFlight: attempt > 1 ? inFlight : '', payload };
  }
  if (row.is_stopped) return { state: 'gone' };
  if (row.is_begun && (row.lease_left_ms > 0 || row.is_former))
    return { state: 'running', leaseLeftMs: Math.max(1, row.lease_left_ms) };
  return undefined;
}

type EventTuple = readonly [unit: number, status: number, result: UnitEvent['result'], id?: string];

function outcomesText(outcomes: readonly StoredUnit[]): string {
  return JSON.stringify(
    outcomes.map(({ unit, outcome, status = 0, result = 'other', id }) => {
      const event = JSON.stringify(id === undefined ? [unit, status, result] : [unit, status, result, id]);
      return { unit, outcome, result, event };
    }),
  );
}

function toEvent([unit, status, result, id]: EventTuple, number: number): UnitEvent {
  return { number, unit, status, result, id };
}
