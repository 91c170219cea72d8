import type {
  BatchStore,
  BeginRequest,
  BegunEntry,
  EntryWrite,
  StoredUnit,
  StoreTransactions,
  TransactionQuery,
} from '../batch-store.js';
import { isJobRef } from '../job-ref.js';
import { checkTables } from './check-tables.js';
import { isSqliteError } from './is-sqlite-error.js';
import { PostgresRecords } from './postgres-records.js';
import { StatementRunner } from './statement-runner.js';
import { type Statements, SWEPT_ENTRIES, SWEPT_OUTCOMES, statementsFor } from './statements.js';
import type { PostgresClient } from './tables.js';

/** How often `begin` asks when what is in its way is not yet visible, or is being changed. */
const MAX_ATTEMPTS = 5;

/** What the statement `begin` returns. */
interface EntryRow {
  readonly is_own: boolean;
  readonly is_match: boolean;
  readonly is_expired: boolean;
  readonly is_resumed: boolean;
  readonly about: string;
  readonly in_flight: string;
  readonly total: number | null;
  readonly lease_left_ms: number;
}

/** Keeps entries in tables of PostgreSQL. See `tablesSql` for them. */
export class PostgresStore implements BatchStore {
  readonly transactions: StoreTransactions;
  readonly records: PostgresRecords;
  readonly #client: PostgresClient;
  readonly #runner: StatementRunner;
  readonly #schema: string;
  readonly #statements: Statements;
  /** Names these tables among all. Known before a transaction begins: it may hold the only connection. */
  #instance: string | undefined;

  constructor(client: PostgresClient, schema: string) {
    this.#client = client;
    this.#runner = new StatementRunner(client);
    this.#schema = schema;
    this.records = new PostgresRecords(this.#runner, schema);
    this.#statements = statementsFor(schema);
    this.transactions = {
      isShared: (query) => this.#isShared(query),
      write: (query, ref, write) => this.#writeInTransaction(query, ref, write),
    };
  }

  async check(): Promise<void> {
    this.#instance = await checkTables(this.#client, this.#schema);
  }

  async begin(request: BeginRequest): Promise<BegunEntry> {
    const { ref, owner, fingerprint, about, leaseMs, keepMs } = request;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const [row] = await this.#runner.run<EntryRow>(this.#statements.begin, [
        ref,
        owner,
        fingerprint,
        about,
        leaseMs,
        keepMs,
      ]);
      // A rival has begun the entry while the statement ran. It is not in the snapshot of the statement.
      if (row === undefined) continue;
      if (row.is_expired) await this.#runner.run(this.#statements.detach, [ref]);
      else if (isSettled(row)) return toEntry(row);
    }
    // A transaction holds the entry.
    return { state: 'running', leaseLeftMs: 1 };
  }

  async write(ref: string, write: EntryWrite): Promise<boolean> {
    if (isJobRef(ref)) return this.records.jobs.write(ref, write);
    const { owner, sequence, leaseMs, keepMs, inFlight, total, outcomes } = write;
    const values = [ref, owner, sequence, leaseMs, keepMs, inFlight, total ?? null, JSON.stringify(outcomes)];
    if ((await this.#runner.run(this.#statements.write, values)).length > 0) return true;
    // Nothing was kept. In a statement of its own: the one above may have waited for a rival, whom it does not see.
    return (await this.#runner.run(this.#statements.owns, [ref, owner])).length > 0;
  }

  async read(ref: string, from: number, to: number): Promise<readonly StoredUnit[]> {
    if (isJobRef(ref)) return this.records.jobs.read(ref, from, to);
    return this.#runner.run<StoredUnit>(this.#statements.read, [ref, from, to]);
  }

  async sweep(): Promise<number> {
    let swept = await this.records.sweep();
    for (;;) {
      const [counts] = await this.#runner.run<{ entries: number; outcomes: number }>(this.#statements.sweep);
      const { entries = 0, outcomes = 0 } = counts ?? {};
      swept += entries;
      if (entries < SWEPT_ENTRIES && outcomes < SWEPT_OUTCOMES) return swept;
    }
  }

  async #isShared(query: TransactionQuery): Promise<boolean> {
    if (this.#instance === undefined) throw new Error('isShared was called before check has resolved');
    try {
      if ((await query(this.#statements.isVisible, [])).length === 0) return false;
    } catch (error) {
      if (isSqliteError(error)) return false;
      throw error;
    }
    const [row] = (await query(this.#statements.instance, [])) as { instance: string }[];
    return row?.instance === this.#instance;
  }

  async #writeInTransaction(
    query: TransactionQuery,
    ref: string,
    write: { readonly owner: string; readonly outcomes: readonly StoredUnit[] },
  ): Promise<boolean> {
    if (isJobRef(ref)) return this.records.jobs.writeInTransaction(query, ref, write);
    const { owner, outcomes } = write;
    const values = [ref, owner, JSON.stringify(outcomes)];
    return (await query(this.#statements.writeInTransaction, values)).length > 0;
  }
}

/** Checks whether a row says what became of an entry. If its lease is over, a rival is taking it over, or a transaction holds it. */
function isSettled(row: EntryRow): boolean {
  return row.is_own || !row.is_match || row.total !== null || row.lease_left_ms > 0;
}

function toEntry(row: EntryRow): BegunEntry {
  const { about, in_flight: inFlight, total, lease_left_ms: leaseLeftMs } = row;
  if (!row.is_match) return { state: 'mismatch' };
  if (total !== null) return { state: 'finished', about, total };
  if (!row.is_own) return { state: 'running', leaseLeftMs };
  return row.is_resumed ? { state: 'resumed', about, inFlight } : { state: 'begun' };
}
