import type { Transaction } from '@multistatus/express';
import type { Pool, PoolClient } from 'pg';
import type { Database } from './database.js';
import { type Queries, queriesOf } from './queries.js';
import { TransactionQueries } from './transaction-queries.js';

/** Gives the database behind a pool of connections. It ends the pool when it is closed. */
export function serverDatabase(pool: Pool): Database {
  // A lost connection shows in the query that needs it; unheard, these events would end the process.
  pool.on('error', (error) => console.error(error.message));
  pool.on('connect', (client) => client.on('error', () => {}));

  const outside = queriesOn(pool);
  return {
    ...outside,
    of: (req) => queriesOf(req, outside),
    transaction: transactionOn(pool),
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
        // The connection may be what has failed: the pool replaces it.
        client.release(error as Error);
        throw error;
      }
    },
  };
}

/** A group has one connection from its BEGIN to its end, so that a pool of one cannot block itself. */
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
      // So PostgreSQL answers if a statement has failed and its handler has said nothing of it.
      if (command === 'ROLLBACK') throw new Error(`A statement of group ${group.name} has failed unheard`);
    } catch (error) {
      await queries.end();
      await client.query('ROLLBACK').catch((reason: Error) => {
        loss = reason;
      });
      throw error;
    } finally {
      // A connection that could not roll back is still in the transaction, or lost: nobody may get it again.
      client.release(loss);
    }
  };
}

/** Waits for a connection. A pool cannot be told that a wait was given up, so what comes too late goes back at once. */
async function connect(pool: Pool, signal: AbortSignal | undefined): Promise<PoolClient> {
  const client = await pool.connect();
  if (signal?.aborted) {
    client.release();
    throw signal.reason;
  }
  return client;
}
