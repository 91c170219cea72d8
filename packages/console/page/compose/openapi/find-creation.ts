import type { ListedOperation } from './list-operations.js';

/** A POST of the app, with a path that has no variables. */
export interface Creation {
  readonly create: ListedOperation;
  /** How what was created is read or changed: a method, and the path that is one level below. */
  readonly next: ListedOperation | undefined;
}

/** Returns what the templates are filled with; `undefined` if the app has no such POST. One whose result can be used comes first. */
export function findCreation(operations: readonly ListedOperation[]): Creation | undefined {
  const creations = operations.filter(({ method, path }) => method === 'POST' && !path.includes('{'));
  const byParent = new Map<string, ListedOperation>();
  for (const operation of operations) {
    const [, parent] = /^(.*)\/\{[^{}/]*\}$/.exec(operation.path) ?? [];
    if (parent === undefined) continue;
    const known = byParent.get(parent);
    if (known === undefined || (known.method !== 'GET' && operation.method === 'GET'))
      byParent.set(parent, operation);
  }
  const create = creations.find(({ path }) => byParent.has(path)) ?? creations[0];
  return create && { create, next: byParent.get(create.path) };
}
