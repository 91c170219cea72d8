/** Returns a copy without `undefined` members, because users print and compare what a reader returns. */
export function omitUndefined<T extends object>(object: T): T {
  const members: Partial<T> = {};
  for (const name of Object.keys(object) as (keyof T)[]) {
    if (object[name] !== undefined) members[name] = object[name];
  }
  return members as T;
}
