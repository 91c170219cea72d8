import type { PGlite, Transaction } from '@electric-sql/pglite';
import type { RunInTransaction } from './database-transaction.js';
import { holdTransaction } from './hold-transaction.js';
import { refuseControl } from './refuse-control.js';
import { runGroup } from './run-group.js';
import { Statements } from './statements.js';

/** What handlers get of the database while their group runs: methods of PGlite with the same names. */
export type PgliteTransaction = Pick<Transaction, 'query' | 'exec' | 'sql'>;

/** Returns a transaction of PGlite. `view` returns what handlers get; it sends everything through what it is passed. */
export function withPglite<Tx>(
  database: Pick<PGlite, 'transaction'>,
  view: (guarded: PgliteTransaction) => Promise<Tx> | Tx,
): RunInTransaction<Tx> {
  return async (group, run) => {
    const held = await holdTransaction<Transaction>(group.signal, (callback) =>
      database.transaction(callback),
    );
    const statements = new Statements();
    let tx: Tx;
    try {
      tx = await view(guard(held.inner, statements));
    } catch (error) {
      await held.rollback();
      throw error;
    }
    await runGroup(group, run, {
      tx,
      statements,
      check: () => held.inner.query('SELECT 1'),
      commit: () => held.commit(),
      rollback: () => held.rollback(),
    });
  };
}

function guard(transaction: Transaction, statements: Statements): PgliteTransaction {
  const run = <Result>(text: string, statement: () => Promise<Result>): Promise<Result> =>
    statements.run(() => {
      refuseControl(text);
      return statement();
    });
  return {
    query: (text, params, options) => run(text, () => transaction.query(text, params, options)),
    exec: (text, options) => run(text, () => transaction.exec(text, options)),
    sql: (strings, ...params) => run(strings[0] ?? '', () => transaction.sql(strings, ...params)),
  };
}
