import type { ReadRequest } from './read-request.js';
import { toRequestId } from './request-id.js';

/** How changesets and atomicity groups run: each as a transaction, or its requests one after another. */
export type ChangesetMode = 'atomic' | 'sequential';

/** Returns the name by which the endpoint knows the changeset or atomicity group in this place of the batch. */
export function toGroupName(part: number): string {
  return toRequestId({ part, member: undefined, isIdInner: false });
}

/** Returns the requests of a changeset as one atomicity group. */
export function asGroup<Request extends ReadRequest>(members: readonly Request[], part: number): Request[] {
  const atomicityGroup = toGroupName(part);
  return members.map((member) => ({ ...member, entry: { ...member.entry, atomicityGroup } }));
}

/** Returns the requests of a changeset so that each needs the success of the one before. */
export function asChain<Request extends ReadRequest>(members: readonly Request[]): Request[] {
  return members.map((member, index) => {
    const before = members[index - 1]?.entry.id;
    return before === undefined ? member : withDependencies(member, [before]);
  });
}

/** Returns a request that also depends on these requests or groups. */
export function withDependencies<Request extends ReadRequest>(
  request: Request,
  names: readonly string[],
): Request {
  const dependsOn = [...new Set([...request.entry.dependsOn, ...names])];
  return { ...request, entry: { ...request.entry, dependsOn } };
}
