// Access to the parts of HAR 1.2 that are used. A capture is untrusted: any part of it may be missing.

/** A JSON object with unknown members. */
export type Members = Readonly<Record<string, unknown>>;

/** Returns a member that is an object; an empty object if it is not. */
export function objectIn(members: Members, name: string): Members {
  const value = members[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

/** Returns the objects in a member that is an array; an empty array if it is not. */
export function objectsIn(members: Members, name: string): Members[] {
  const value = members[name];
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is Members => typeof item === 'object' && item !== null);
}

/** Returns a member that is a string; `undefined` if it is not. */
export function textIn(members: Members, name: string): string | undefined {
  const value = members[name];
  return typeof value === 'string' ? value : undefined;
}

/** Returns a member that is a number >= 0, or a text of digits; otherwise `undefined`. In a HAR, -1 means unknown. */
export function numberIn(members: Members, name: string): number | undefined {
  const member = members[name];
  const value = typeof member === 'string' && /^\d{1,15}$/.test(member) ? Number(member) : member;
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
