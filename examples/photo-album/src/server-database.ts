import type { Transaction } from '@multistatus/express';
import type { Pool, PoolClient } from 'pg';
import type { Database } from './database.js';
import { type Queries, queriesOf, withQuery } from './queries.js';
import { TransactionQueries } from './transaction-queries.js';

/** Returns a database backed by a connection pool. Closing it ends the pool. */
export function serverDatabase(pool: Pool): Database {
  // The next query reports a lost connection; without a listener, these events would end the process.
  pool.on('error', (error) => console.error(error.message));
  pool.on('connect', (client) => client.on('error', () => {}));

  const outside = queriesOn(pool);
  return {
    ...outside,
    of: (req) => queriesOf(req, outside),
    transaction: withQuery(transactionOn(pool)),
    client: pool,
    close: () => pool.end(),
  };
}

function queriesOn(pool: Pool): Queries {
  return {
    async query<Row>(sql: string, params: readonly unknown[] = [], signal?: AbortSignal) {
      const client = await connect(pool, signal);
      try {
        const { rows } = await client.query(sql, [...params]);
        client.release();
        return rows as Row[];
      } catch (error) {
        // The connection itself may have failed: the pool replaces it.
        client.release(error as Error);
        throw error;
      }
    },
  };
}

/** A group uses one connection from BEGIN to its end, so that a pool of one connection cannot deadlock. */
function transactionOn(pool: Pool): Transaction {
  return async (group, run) => {
    const client = await connect(pool, group.signal);
    const queries = new TransactionQueries(client);
    let loss: Error | undefined;
    try {
      await client.query('BEGIN');
      await run(queries);
      await queries.end();
      const { command } = await client.query('COMMIT');
      // PostgreSQL answers this if a statement failed and its handler did not report it.
      if (command === 'ROLLBACK') throw new Error(`A statement of group ${group.name} has failed unheard`);
    } catch (error) {
      await queries.end();
      await client.query('ROLLBACK').catch((reason: Error) => {
        loss = reason;
      });
      throw error;
    } finally {
      // A connection that could not roll back is still in the transaction, or lost: it must not be reused.
      client.release(loss);
    }
  };
}

/** Waits for a connection. A pool cannot cancel a wait, so a connection that comes too late is returned at once. */
async function connect(pool: Pool, signal: AbortSignal | undefined): Promise<PoolClient> {
  const client = await pool.connect();
  if (signal?.aborted) {
    client.release();
    throw signal.reason;
  }
  return client;
}
