import type { PoolClient } from 'pg';
import type { Queries } from './queries.js';

/**
 * The queries of one transaction, one at a time, as long as it lasts.
 *
 * A handler that goes on after its operation was aborted may still hold them when the connection is another's.
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
    // The next one waits for the end of this one, whatever it is.
    this.#last = rows.catch(() => {});
    return rows;
  }

  /** Refuses queries from now on. Resolves when the one that runs has ended. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#last;
  }
}
