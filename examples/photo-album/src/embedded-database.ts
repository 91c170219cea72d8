import type { PGlite } from '@electric-sql/pglite';
import type { Database } from './database.js';
import { type Queries, queriesOf, withQuery } from './queries.js';

/**
 * Returns a database backed by PGlite.
 *
 * It has one connection: while a transaction runs, all other queries wait.
 */
export function embeddedDatabase(postgres: PGlite): Database {
  const outside = queriesOn(postgres);
  return {
    ...outside,
    of: (req) => queriesOf(req, outside),

    // Commits when the function resolves and rolls back when it rejects; refuses queries after that.
    transaction: withQuery((group, run) =>
      postgres.transaction(async (transaction) => {
        group.signal.throwIfAborted();
        await run(queriesOn(transaction));
      }),
    ),

    client: postgres,
    close: () => postgres.close(),
  };
}

function queriesOn(postgres: Pick<PGlite, 'query'>): Queries {
  return {
    async query<Row>(sql: string, params: readonly unknown[] = [], signal?: AbortSignal) {
      signal?.throwIfAborted();
      return (await postgres.query<Row>(sql, [...params])).rows;
    },
  };
}
