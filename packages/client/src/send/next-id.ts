import { UNNAMED_ID_PREFIX } from '@multistatus/wire';

/** Returns the id of an operation without a name: the first number that is free, beginning with its index. */
export function nextId(added: ReadonlyMap<string, unknown>, unfinished: ReadonlySet<string>): string {
  let number = added.size + unfinished.size;
  const isTaken = (id: string): boolean => added.has(id) || unfinished.has(id);
  while (isTaken(`${UNNAMED_ID_PREFIX}${number}`)) number += 1;
  return `${UNNAMED_ID_PREFIX}${number}`;
}
