/** Statements by which a handler would end the transaction of its group, or believe that it began one of its own. */
const CONTROL =
  /^\s*(?:begin|start\s+transaction|commit|end|abort|prepare\s+transaction|rollback(?!\s.*\bto\b))\b/i;

/**
 * Throws if a statement begins or ends a transaction: COMMIT in a handler would make half a group permanent. Savepoints are
 * possible. It protects against mistakes, and does not look behind a comment or into a list of statements.
 */
export function refuseControl(statement: string): void {
  if (!CONTROL.test(statement)) return;
  throw new Error('The batch begins and ends the transaction of an atomicity group; use a savepoint instead');
}
