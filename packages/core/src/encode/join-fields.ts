/**
 * Returns the members of several objects in one, as a spread would: a later one replaces an earlier one.
 *
 * V8: where a literal spreads an object and then adds members to it, each object that Node 20 creates has a hidden class of its
 * own. Those are allocated in the old generation, with whatever they reference, and were a third of the work of the garbage collector.
 */
export function joinFields<Field>(
  ...parts: readonly (Readonly<Record<string, Field>> | undefined)[]
): Record<string, Field> {
  return Object.assign({}, ...parts) as Record<string, Field>;
}
