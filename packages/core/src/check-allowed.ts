import { MAX_FAULTS, toPointer } from './batch-fault.js';
import { BatchProblem } from './batch-problem.js';
import type { Operation } from './operation.js';
import type { ResolvedOptions } from './resolve-options.js';
import { isUrlTemplate } from './url-template.js';

/**
 * Asks for every operation whose URL is final whether it may run, before any does (`Prefer: handling=strict`). The others
 * are asked for at their turn.
 *
 * Gives the indexes of those that it has asked for.
 *
 * @throws {BatchProblem} `not-allowed` with `errors`, if one may not.
 */
export async function checkAllowed(
  operations: readonly Operation[],
  { allow }: Pick<ResolvedOptions, 'allow'>,
  outer: unknown,
): Promise<Set<number>> {
  const allowed = new Set<number>();
  if (allow === undefined) return allowed;
  const errors: { pointer: string; code: string; detail: string }[] = [];
  for (const operation of operations) {
    const { index, method, url } = operation;
    if (isUrlTemplate(url)) continue;
    // One after another: the batch has no slots yet, and what it asks may be a database.
    if (await allow(operation, outer)) allowed.add(index);
    else if (errors.length < MAX_FAULTS) {
      const detail = `${method} of this URL cannot be part of a batch here`;
      errors.push({ pointer: toPointer('requests', index), code: 'not-allowed', detail });
    }
  }
  if (errors.length === 0) return allowed;
  throw new BatchProblem('not-allowed', `${errors.length} operation(s) may not run here; nothing has run`, {
    extensions: { errors },
  });
}
