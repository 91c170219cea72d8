import type { PoolClient } from 'pg';
import type { Queries } from './queries.js';

/**
 * The queries of one transaction, one at a time, until it ends.
 *
 * A handler that goes on after its operation was aborted may still hold this when the connection has a new user.
 */
export class TransactionQueries implements Queries {
  readonly #client: PoolClient;
  #last: Promise<unknown> = Promise.resolve();
  #hasEnded = false;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  query<Row>(sql: string, params: readonly unknown[] = [], signal?: AbortSignal): Promise<readonly Row[]> {
    const rows = this.#last.then(async () => {
      signal?.throwIfAborted();
      if (this.#hasEnded) throw new Error('The transaction has ended; this statement did not run');
      return (await this.#client.query(sql, [...params])).rows as Row[];
    });
    // The next query waits for this one to end, whether it succeeds or not.
    this.#last = rows.catch(() => {});
    return rows;
  }

  /** Refuses queries from now on. Resolves when the running query has ended. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#last;
  }
}
