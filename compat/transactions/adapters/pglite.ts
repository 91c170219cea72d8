import { PGlite } from '@electric-sql/pglite';
import { type PgliteTransaction, pgliteTransaction } from '@multistatus/transactions/pglite';
import type { AuditedLibrary } from '../audited-database.js';

export const pglite: AuditedLibrary = {
  name: 'PGlite',
  isEmbedded: true,
  async open() {
    const database = await PGlite.create();
    const on = (tx: unknown): PgliteTransaction => (tx ?? database) as PgliteTransaction;
    return {
      transaction: () => pgliteTransaction(database),
      insert: (tx, mark) => on(tx).query('INSERT INTO effects (mark) VALUES ($1)', [mark]),
      add: (tx, account) =>
        on(tx).query('UPDATE accounts SET balance = balance + 1 WHERE id = $1', [account]),
      run: (tx, statement) => on(tx).query(statement),
      close: () => database.close(),
    };
  },
};
