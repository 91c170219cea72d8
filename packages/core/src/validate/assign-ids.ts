import { toPointer } from '../problem/issue.js';
import type { IssueCollector } from '../problem/issue-collector.js';

/** How many requests are looked at in one step. */
const STEP_REQUESTS = 1_024;

/**
 * Returns the id of every request: its own, else its index, else the next number that no other request or group uses. Works in steps.
 *
 * Adds an issue for an id that was used before, and for one that is also the name of a group. A request that is not an
 * object has no id of its own.
 */
export function* assignIds(
  requests: readonly unknown[],
  issues: IssueCollector,
): Generator<void, string[], undefined> {
  // Neither a Set for batches without groups, nor entries(), which V8 does not optimise away in a generator.
  let groups: Set<string> | undefined;
  for (let index = 0; index < requests.length; index += 1) {
    const group = textMember(requests[index], 'atomicityGroup');
    if (group !== undefined) groups = (groups ?? new Set()).add(group);
    if (index % STEP_REQUESTS === STEP_REQUESTS - 1) yield;
  }
  const firstUse = new Map<string, number>();
  for (let index = 0; index < requests.length; index += 1) {
    if (index % STEP_REQUESTS === STEP_REQUESTS - 1) yield;
    const id = textMember(requests[index], 'id');
    if (id === undefined) continue;
    const first = firstUse.get(id);
    if (first === undefined) firstUse.set(id, index);
    else {
      const detail = `#/requests/${first} has the same id; ids must be distinct`;
      issues.add(toPointer('requests', index, 'id'), 'duplicate-id', detail);
    }
    if (groups?.has(id) === true) {
      const detail = 'An atomicityGroup has the same name; ids and group names must be distinct';
      issues.add(toPointer('requests', index, 'id'), 'duplicate-id', detail);
    }
  }
  let next = 0; // every lower number is in use, or belongs to an earlier index
  const ids: string[] = [];
  for (let index = 0; index < requests.length; index += 1) {
    if (index % STEP_REQUESTS === STEP_REQUESTS - 1) yield;
    let id = textMember(requests[index], 'id');
    if (id === undefined) {
      next = Math.max(next, index);
      while (firstUse.has(String(next)) || groups?.has(String(next)) === true) next += 1;
      id = String(next++);
    }
    ids.push(id);
  }
  return ids;
}

function textMember(request: unknown, name: 'id' | 'atomicityGroup'): string | undefined {
  if (typeof request !== 'object' || request === null || !(name in request)) return undefined;
  const value = (request as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}
