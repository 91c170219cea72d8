import { EXISTS, NOW_MS, type RecordTables } from './record-sql.js';
import type { StatementRunner } from './statement-runner.js';

/** How many rows one statement deletes. */
const PIECE = 1000;
/** How many records one statement finds. */
const MAX_FOUND = 100;

/** Deletes what is kept of records that have expired, in steps. */
export class RecordPurger {
  readonly #runner: StatementRunner;
  readonly #pieces: readonly string[];
  readonly #last: string;
  readonly #expired: string;

  constructor(runner: StatementRunner, tables: RecordTables) {
    const { records, progress, jobs, entries, owners, outcomes, uncounted, events } = tables;
    this.#runner = runner;
    // The entries first: a write that is under way has ended then.
    const all = [entries, owners, uncounted, outcomes, events, jobs];
    this.#pieces = all.map(
      (table) => `
WITH deleted AS (
  DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM ${table} WHERE record = $1::bigint LIMIT ${PIECE} FOR UPDATE SKIP LOCKED
  )) RETURNING 1
)
SELECT count(*)::int AS count FROM deleted`,
    );
    const isEmpty = all.map((table) => `NOT EXISTS (SELECT FROM ${table} WHERE record = $1::bigint)`);
    this.#last = `
WITH gone AS (
  DELETE FROM ${progress} WHERE record = $1::bigint AND ${isEmpty.join(' AND ')} RETURNING record
)
DELETE FROM ${records} r USING gone WHERE r.id = gone.record RETURNING 1`;
    this.#expired = `
SELECT p.record::text AS id FROM ${progress} p WHERE p.expiry <= ${NOW_MS}
UNION ALL SELECT p.record::text FROM ${progress} p JOIN ${records} r ON r.id = p.record WHERE p.ended_at IS NULL AND NOT ${EXISTS}
LIMIT ${MAX_FOUND}`;
  }

  /** Returns how many records it has deleted. */
  async sweep(): Promise<number> {
    for (let swept = 0; ; ) {
      const expired = await this.#runner.run<{ id: string }>(this.#expired);
      const before = swept;
      for (const { id } of expired) if (await this.purge(id)) swept += 1;
      if (expired.length < MAX_FOUND || swept === before) return swept;
    }
  }

  /** Returns false if others hold something of the record: `sweep` tries it again. */
  async purge(id: string): Promise<boolean> {
    for (const statement of this.#pieces) {
      for (let count = PIECE; count === PIECE; ) {
        const [row] = await this.#runner.run<{ count: number }>(statement, [id]);
        count = row?.count ?? 0;
      }
    }
    return (await this.#runner.run(this.#last, [id])).length > 0;
  }
}
