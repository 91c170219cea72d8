/** Gives an object of the members that are there: what a reader gives is printed and compared. */
export function omitUndefined<T extends object>(object: T): T {
  const members: Partial<T> = {};
  for (const name of Object.keys(object) as (keyof T)[]) {
    if (object[name] !== undefined) members[name] = object[name];
  }
  return members as T;
}
