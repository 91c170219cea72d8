import { getOperation } from '@multistatus/express';

/** The one thing that a handler asks of PostgreSQL, whichever PostgreSQL it is. */
export interface Queries {
  /**
   * Runs one statement with `$1`, `$2`... bound to `params`, and resolves to the rows it gave back.
   *
   * Rejects without running it if `signal` is aborted before its turn comes.
   */
  query<Row>(sql: string, params?: readonly unknown[], signal?: AbortSignal): Promise<readonly Row[]>;
}

/**
 * Gives the queries of a request: within the transaction of its atomicity group if it is an operation of one, else as
 * `outside` runs them. An operation that has been aborted starts no more of them.
 */
export function queriesOf(req: object, outside: Queries): Queries {
  const { transaction, signal } = getOperation(req) ?? {};
  const queries = (transaction as Queries | undefined) ?? outside;
  return { query: (sql, params) => queries.query(sql, params, signal) };
}
