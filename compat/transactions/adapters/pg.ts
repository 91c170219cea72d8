import { type PgTransaction, pgTransaction } from '@multistatus/transactions/pg';
import type { AuditedLibrary } from '../audited-database.js';
import { openPool } from './open-pool.js';

export const pg: AuditedLibrary = {
  name: 'pg',
  async open(connection) {
    const pool = openPool(connection);
    const on = (tx: unknown): PgTransaction => (tx ?? pool) as PgTransaction;
    return {
      transaction: (options) => pgTransaction(pool, options),
      insert: (tx, mark) => on(tx).query('INSERT INTO effects (mark) VALUES ($1)', [mark]),
      add: (tx, account) =>
        on(tx).query('UPDATE accounts SET balance = balance + 1 WHERE id = $1', [account]),
      run: (tx, statement) => on(tx).query(statement),
      close: () => pool.end(),
    };
  },
};
