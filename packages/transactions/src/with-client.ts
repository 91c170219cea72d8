import type { PoolClient } from 'pg';
import { acquire } from './acquire.js';
import { type ClientPool, surviveLostClients } from './client-pool.js';
import type { RunInTransaction } from './database-transaction.js';
import { GuardedClient } from './guarded-client.js';
import { isRefusal } from './is-refusal.js';
import { type BegunTransaction, rolledBack, runGroup } from './run-group.js';
import { Statements } from './statements.js';

/**
 * Returns a transaction that runs on a connection of a pool of pg.
 *
 * `begin` begins it and returns what handlers get. It sends everything through the client that it is passed, and so does what it
 * returns; it neither commits nor rolls back.
 */
export function withClient<Tx>(
  pool: ClientPool,
  begin: (client: GuardedClient) => Promise<Tx>,
): RunInTransaction<Tx> {
  surviveLostClients(pool);
  return async (group, run) => {
    const client = await acquire(
      group.signal,
      () => pool.connect(),
      (late) => late.release(),
    );
    const statements = new Statements();
    const onLoss = (error: Error): void => statements.reportLoss(error);
    client.on('error', onLoss);
    const guarded = new GuardedClient(client, statements);
    const release = (isUnusable: boolean): void => {
      client.off('error', onLoss);
      client.release(isUnusable);
    };
    let tx: Tx;
    try {
      tx = await begin(guarded);
    } catch (error) {
      release(true);
      throw error;
    }
    guarded.handOver();
    await runGroup(group, run, new ClientTransaction(tx, { client, statements, release }));
  };
}

class ClientTransaction<Tx> implements BegunTransaction<Tx> {
  readonly tx: Tx;
  readonly statements: Statements;
  readonly #client: PoolClient;
  readonly #release: (isUnusable: boolean) => void;

  constructor(
    tx: Tx,
    on: {
      readonly client: PoolClient;
      readonly statements: Statements;
      readonly release: (isUnusable: boolean) => void;
    },
  ) {
    this.tx = tx;
    this.statements = on.statements;
    this.#client = on.client;
    this.#release = on.release;
  }

  check(): Promise<unknown> {
    return this.#client.query('SELECT 1');
  }

  async commit(): Promise<void> {
    let command: string;
    try {
      ({ command } = await this.#client.query('COMMIT'));
    } catch (error) {
      this.#release(!isRefusal(error));
      throw error;
    }
    this.#release(false);
    // PostgreSQL answers this if a statement has failed.
    if (command !== 'COMMIT') throw rolledBack(new Error(`The database answered COMMIT with ${command}`));
  }

  async rollback(): Promise<void> {
    if (this.statements.isBusy) {
      // It may run for long; its effects are rolled back when the server sees that the connection is closed.
      this.#release(true);
      return;
    }
    try {
      await this.#client.query('ROLLBACK');
      this.#release(false);
    } catch {
      this.#release(true);
    }
  }
}
