import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import { expect } from '@jest/globals';
import type { DatabaseTransaction } from '@multistatus/transactions';

const PAGE = readFileSync(new URL('../../docs/transactions.md', import.meta.url), 'utf8');

/** Runs a statement outside of the transaction. */
export type Query = (statement: string, values?: readonly unknown[]) => Promise<{ readonly rows: unknown[] }>;

/** Runs the block of the page, and returns the transaction that it passes to `batch`. */
export function transactionOf(
  name: string,
  given: Readonly<Record<string, unknown>>,
): DatabaseTransaction<unknown> {
  const program = PAGE.split(`\`\`\`js ${name}\n`)[1]
    ?.split('\n```')[0]
    ?.replace(/^import .*$/gm, '');
  if (program === undefined) throw new Error(`The page has no block "${name}"`);
  let transaction: unknown;
  const all = {
    ...given,
    app: { use: () => undefined },
    batch: (options: { readonly transaction: unknown }) => {
      transaction = options.transaction;
    },
  };
  compileFunction(program, Object.keys(all))(...Object.values(all));
  return transaction as DatabaseTransaction<unknown>;
}

/** A group, and an operation of it that writes through the statement that knows no library. */
export async function expectOneTransaction(
  transaction: DatabaseTransaction<unknown>,
  query: Query,
): Promise<void> {
  await query('DROP TABLE IF EXISTS notes');
  await query('CREATE TABLE notes (text text, size integer)');
  const group = { name: 'g', operations: [], signal: new AbortController().signal };
  const insert = 'INSERT INTO notes (size, text) VALUES ($2, $1) RETURNING size, text';
  let stale: unknown;
  await transaction(group, async (tx) => {
    stale = tx;
    const rows = await transaction.query(tx, insert, ["it's", 7]);
    expect(rows).toEqual([{ size: 7, text: "it's" }]);
    expect(await transaction.query(tx, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
  const refusal = new Error('refused');
  const rejected = transaction(group, async (tx) => {
    await transaction.query(tx, insert, ['rolled back', 8]);
    throw refusal;
  });
  await expect(rejected).rejects.toMatchObject({ code: 'ERR_GROUP_ROLLED_BACK', cause: refusal });
  await expect(transaction.query(stale, insert, ['late', 9])).rejects.toThrow();
  expect((await query('SELECT text FROM notes')).rows).toEqual([{ text: "it's" }]);
}
