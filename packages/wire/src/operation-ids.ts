/**
 * Returns the id of every request of a batch in JSON, as the server assigns them: its own, otherwise its index or the next number
 * that no other request or group uses. A request that is not an object has no id of its own.
 */
export function operationIds(requests: readonly unknown[]): string[] {
  const ids = requests.map((request) => textMember(request, 'id'));
  const taken = new Set([...ids, ...requests.map((request) => textMember(request, 'atomicityGroup'))]);
  let next = 0;
  return ids.map((id, index) => {
    if (id !== undefined) return id;
    next = Math.max(next, index);
    while (taken.has(String(next))) next += 1;
    next += 1;
    return String(next - 1);
  });
}

function textMember(request: unknown, name: 'id' | 'atomicityGroup'): string | undefined {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return undefined;
  const value = (request as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}
