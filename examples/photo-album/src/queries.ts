import { getOperation, type Transaction } from '@multistatus/express';

/** What a handler needs of PostgreSQL, embedded or not. */
export interface Queries {
  /**
   * Runs one statement with `$1`, `$2`... bound to `params`, and resolves to the rows that it returned.
   *
   * Rejects without running it if `signal` is aborted before its turn comes.
   */
  query<Row>(sql: string, params?: readonly unknown[], signal?: AbortSignal): Promise<readonly Row[]>;
}

/**
 * Returns the queries of a request: inside the transaction of its atomicity group if it has one, otherwise as
 * `outside` runs them. An aborted operation starts no further queries.
 */
export function queriesOf(req: object, outside: Queries): Queries {
  const { transaction, signal } = getOperation(req) ?? {};
  const queries = (transaction as Queries | undefined) ?? outside;
  return { query: (sql, params) => queries.query(sql, params, signal) };
}

/** Returns a transaction with the method `query`, through which the journal commits the outcomes of a group with its effects. */
export function withQuery(transaction: Transaction): Transaction {
  const query: Transaction['query'] = (queries, text, values) =>
    (queries as Queries).query<object>(text, values);
  return Object.assign(transaction, { query });
}
