// The parts of HAR 1.2 that are looked at. A capture is foreign: nothing of it is there for certain.

/** A JSON object of which nothing is known. */
export type Members = Readonly<Record<string, unknown>>;

/** Gives a member that is an object, or an empty one. */
export function objectIn(members: Members, name: string): Members {
  const value = members[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

/** Gives the objects of a member that is an array. */
export function objectsIn(members: Members, name: string): Members[] {
  const value = members[name];
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is Members => typeof item === 'object' && item !== null);
}

/** Gives a member that is a string. */
export function textIn(members: Members, name: string): string | undefined {
  const value = members[name];
  return typeof value === 'string' ? value : undefined;
}

/** Gives a member that is a number from 0 up; -1 stands for unknown in a HAR. */
export function numberIn(members: Members, name: string): number | undefined {
  const value = members[name];
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
