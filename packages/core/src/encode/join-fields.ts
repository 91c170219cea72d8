/**
 * Returns the members of several objects in one, as a spread would: a later one replaces an earlier one.
 *
 * V8: where a literal spreads an object and then adds members to it, each object that Node 20 creates has a hidden class of its
 * own, allocated in the old generation. With six of them, the garbage collector took 16% of the time of a batch of one on Koa;
 * without, 7%. Node 22 and later share the hidden classes.
 */
export function joinFields<Field>(
  ...parts: readonly (Readonly<Record<string, Field>> | undefined)[]
): Record<string, Field> {
  return Object.assign({}, ...parts) as Record<string, Field>;
}
