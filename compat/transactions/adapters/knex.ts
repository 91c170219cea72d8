import { knexTransaction } from '@multistatus/transactions/knex';
import createKnex, { type Knex } from 'knex';
import { APPLICATION, type AuditedLibrary, POOL } from '../audited-database.js';

export const knex: AuditedLibrary = {
  name: 'Knex',
  async open(connection) {
    const db = createKnex({
      client: 'pg',
      connection: { ...connection, application_name: APPLICATION },
      pool: { min: 0, max: POOL.max },
      acquireConnectionTimeout: POOL.waitMs,
      log: { warn: () => {}, error: () => {}, debug: () => {}, deprecate: () => {} },
    });
    const on = (tx: unknown): Knex => (tx ?? db) as Knex;
    return {
      transaction: (options) => knexTransaction(db, options),
      insert: async (tx, mark) => on(tx)('effects').insert({ mark }),
      add: async (tx, account) => on(tx)('accounts').where({ id: account }).increment('balance', 1),
      run: async (tx, statement) => on(tx).raw(statement),
      close: () => db.destroy(),
    };
  },
};
