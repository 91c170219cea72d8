import { type Issue, toPointer } from '../problem/issue.js';

/**
 * Gives every request its id: its own, or its index as text, or the next number that no other request or group has.
 *
 * A second use of an id, and an id that is the name of a group, is noted in `issues`. Requests without an object's
 * shape count as having no id.
 */
export function assignIds(requests: readonly unknown[], issues: Issue[]): string[] {
  const groups = new Set(requests.map((request) => textMember(request, 'atomicityGroup')));
  const firstUse = new Map<string, number>();
  const ownIds = requests.map((request) => textMember(request, 'id'));
  ownIds.forEach((id, index) => {
    if (id === undefined) return;
    const first = firstUse.get(id);
    if (first === undefined) firstUse.set(id, index);
    else {
      const detail = `The id of #/requests/${first} stands here again; ids must be distinct`;
      issues.push({ pointer: toPointer('requests', index, 'id'), code: 'duplicate-id', detail });
    }
    if (groups.has(id)) {
      const detail = 'An atomicityGroup has this name; ids and names of groups must be distinct';
      issues.push({ pointer: toPointer('requests', index, 'id'), code: 'duplicate-id', detail });
    }
  });
  let next = 0; // every number below it that a later index could ask for is in use
  return ownIds.map((id, index) => {
    if (id !== undefined) return id;
    next = Math.max(next, index);
    while (firstUse.has(String(next)) || groups.has(String(next))) next += 1;
    return String(next++);
  });
}

function textMember(request: unknown, name: 'id' | 'atomicityGroup'): string | undefined {
  if (typeof request !== 'object' || request === null || !(name in request)) return undefined;
  const value = (request as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}
