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
import { PostgresJobs } from './postgres-jobs.js';
import { RecordPurger } from './record-purger.js';
import { type RecordRow, toRecord } from './record-row.js';
import { recordTables } from './record-sql.js';
import { type RecordStatements, recordStatements } from './record-statements.js';
import type { StatementRunner } from './statement-runner.js';

/** How often `create` is tried while others create records of the client at the same time. */
const MAX_ATTEMPTS = 100;

/** Keeps records in tables of PostgreSQL. See `recordTablesSql` for them. */
export class PostgresRecords implements BatchRecords {
  readonly isDurable = true;
  readonly jobs: PostgresJobs;
  readonly #runner: StatementRunner;
  readonly #statements: RecordStatements;
  readonly #purger: RecordPurger;

  constructor(runner: StatementRunner, schema: string) {
    const tables = recordTables(schema);
    this.#runner = runner;
    this.#statements = recordStatements(tables);
    this.jobs = new PostgresJobs(runner, tables);
    this.#purger = new RecordPurger(runner, tables);
  }

  async create(record: NewRecord): Promise<'created' | 'too-many'> {
    const { ref, client, about, keepMs, runMs, maxRecords } = record;
    const values = [ref, client, about, keepMs, runMs, maxRecords];
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const [row] = await this.#runner.run<{ is_created: boolean; is_full: boolean }>(
        this.#statements.create,
        values,
      );
      if (row?.is_created === true) return 'created';
      if (row?.is_full === true && !(await this.#finishStopped(client))) return 'too-many';
    }
    throw new Error('Too many records of a client were created at the same time');
  }

  async addJobs(
    ref: string,
    jobs: readonly NewJob[],
    maxBytes: number,
  ): Promise<'added' | 'gone' | 'too-large'> {
    for (;;) {
      const [row] = await this.#runner.run<{ client: string; is_added: boolean }>(this.#statements.addJobs, [
        ref,
        JSON.stringify(jobs),
        maxBytes,
      ]);
      if (row === undefined) return 'gone';
      if (row.is_added) return 'added';
      if (!(await this.#finishStopped(row.client))) return 'too-large';
    }
  }

  async open(ref: string): Promise<boolean> {
    if ((await this.#runner.run(this.#statements.open, [ref])).length > 0) return true;
    return (await this.find(ref))?.openedAt !== undefined;
  }

  async find(ref: string): Promise<BatchRecord | undefined> {
    const [row] = await this.#find(ref);
    if (row === undefined || !(await this.#hasJustEnded(row))) return row && toRecord(row);
    const [ended] = await this.#find(ref);
    return ended && toRecord(ended);
  }

  #find(ref: string): Promise<RecordRow[]> {
    return this.#runner.run<RecordRow>(this.#statements.find, [ref]);
  }

  beginJob(request: JobRequestToBegin): Promise<BegunJob> {
    return this.jobs.begin(request);
  }

  findJob(ref: string, job: number): Promise<KeptJob | undefined> {
    return this.jobs.find(ref, job);
  }

  readEvents(ref: string, after: number, limit: number): Promise<readonly UnitEvent[]> {
    return this.jobs.readEvents(ref, after, limit);
  }

  async stop(ref: string, how: 'drain' | 'abort'): Promise<BatchRecord | undefined> {
    const record = await this.find(ref);
    if (record === undefined || record.endedAt !== undefined) return record;
    if (record.stopped !== 'abort') await this.#runner.run(this.#statements.stop, [ref, how]);
    return this.find(ref);
  }

  async remove(ref: string): Promise<boolean> {
    const [removed] = await this.#runner.run<{ id: string }>(this.#statements.remove, [ref]);
    if (removed === undefined) return false;
    await this.#purger.purge(removed.id);
    return true;
  }

  async list(client: string, limit: number, before?: number): Promise<readonly BatchRecord[]> {
    const values = [client, limit, before ?? null];
    const rows = await this.#runner.run<RecordRow>(this.#statements.list, values);
    let haveEnded = false;
    for (const row of rows) if (await this.#hasJustEnded(row)) haveEnded = true;
    if (!haveEnded) return rows.map(toRecord);
    return (await this.#runner.run<RecordRow>(this.#statements.list, values)).map(toRecord);
  }

  takeOverdue(
    idleMs: number,
    limit: number,
  ): Promise<readonly { readonly ref: string; readonly job: number }[]> {
    return this.#runner.run<{ ref: string; job: number }>(this.#statements.takeOverdue, [idleMs, limit]);
  }

  /** Deletes records that have expired. Returns how many. */
  async sweep(): Promise<number> {
    await this.#finishStopped(null);
    return this.#purger.sweep();
  }

  /** Ends a record that is stopped if no lease is left. Returns whether it did. */
  async #hasJustEnded(row: RecordRow): Promise<boolean> {
    if (row.ended_at !== null || row.stopped === null || row.running_jobs > 0) return false;
    return this.#finish(row.id);
  }

  async #finishStopped(client: string | null): Promise<boolean> {
    const rows = await this.#runner.run<{ id: string }>(this.#statements.stoppedOf, [client]);
    let haveEnded = false;
    for (const { id } of rows) if (await this.#finish(id)) haveEnded = true;
    return haveEnded;
  }

  async #finish(id: string): Promise<boolean> {
    await this.jobs.count(id);
    const hasEnded = (await this.#runner.run(this.#statements.finish, [id])).length > 0;
    // A transaction may have committed in between.
    if (hasEnded) await this.jobs.count(id);
    return hasEnded;
  }
}
