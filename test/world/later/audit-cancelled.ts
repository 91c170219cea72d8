import { nameOf } from '../audit-effects.js';
import { isInTransaction } from '../plan.js';
import { problemOf, unitOf } from '../read-answer.js';
import type { KeptRequest } from './kept-requests.js';
import type { LaterRequest } from './later-request.js';
import type { LaterWorld } from './later-world.js';

/** Outcomes of operations whose workers have died or were cut off. */
const INTERRUPTED: ReadonlySet<string | undefined> = new Set(['interrupted', 'commit-failed', 'not-started']);

/** Checks what became of requests that were cancelled, and of processes that ended in good order. */
export function* auditCancelled(world: LaterWorld, kept: readonly KeptRequest[]): Generator<string> {
  for (const request of world.requests) {
    const { scope, deletedAt = Number.POSITIVE_INFINITY, documents, plan } = request;
    const unknown = new Set(
      documents.flatMap(({ document }) =>
        document.responses.filter(({ status }) => status === 504).map(unitOf),
      ),
    );
    for (const { at, unit, by } of world.starts.filter((start) => start.scope === scope))
      if (at > deletedAt && !unknown.has(unit) && !isRolledBack(world, request, unit))
        yield `${by.name} starts ${nameOf(plan.request, plan.request.units[unit])} after it was cancelled`;
    if (!world.isCalm) continue;
    for (const { document } of documents)
      for (const response of document.responses)
        if (INTERRUPTED.has(problemOf(response)))
          yield `${nameOf(plan.request, plan.request.units[unitOf(response)])} was interrupted, and no process has died`;
  }
  for (const { name, record, request, isRemoved } of kept)
    if (
      record.stopped !== undefined &&
      !request.hasAskedToDelete &&
      !isRemoved &&
      record.endedAt !== undefined
    )
      if (record.endedAt - (record.openedAt ?? 0) < world.maxRunMs)
        yield `${name} was stopped, and nobody has asked for it`;
}

/** Checks whether a transaction with an operation has not been committed: its worker stood still meanwhile. */
function isRolledBack(
  { ledger, isShared }: LaterWorld,
  { plan, scope }: LaterRequest,
  index: number,
): boolean {
  const unit = plan.request.units[index];
  return (
    isShared &&
    unit !== undefined &&
    isInTransaction(plan.request, unit) &&
    ledger.of(scope, index).length === 0
  );
}
