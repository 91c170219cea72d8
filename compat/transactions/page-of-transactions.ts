import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import type { DatabaseTransaction } from '@multistatus/transactions';

const PAGE = readFileSync(new URL('../../docs/recipes/transactions-by-library.md', import.meta.url), 'utf8');

/** Runs a block in JavaScript of the page on libraries, and returns the transaction that it passes to `batch`. */
export function transactionOf(
  name: string,
  given: Readonly<Record<string, unknown>>,
): DatabaseTransaction<unknown> {
  const program = PAGE.split(`\`\`\`js ${name}\n`)[1]?.split('\n```')[0];
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
