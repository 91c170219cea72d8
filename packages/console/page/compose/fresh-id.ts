/** Returns an id that no other operation or group of a batch has, readable: `get-photo`, `get-photo-2`. */
export function freshId(wanted: string, batch: string): string {
  const taken = takenNames(batch);
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

function takenNames(batch: string): ReadonlySet<unknown> {
  try {
    const { requests } = JSON.parse(batch) as { readonly requests?: unknown };
    if (!Array.isArray(requests)) return new Set();
    return new Set(requests.flatMap((request) => [request?.id, request?.atomicityGroup]));
  } catch {
    return new Set();
  }
}
