import { isObject } from '@multistatus/wire';

/** Returns a member of a JSON object: not what it inherits. `undefined` if it has none, or is something else. */
export function ownMember(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
