/** How the operations of a batch belong together. */
export type Grouping = 'single' | 'one group';

/** Returns the body of a batch of POSTs. The effect of the operation `<id>` is named `<key>/<id>`. */
export function toBatch(key: string, operations: number, grouping: Grouping = 'single'): string {
  const requests = Array.from({ length: operations }, (_, index) => ({
    id: String(index),
    method: 'POST',
    url: `/effects/${key}/${index}`,
    ...(grouping === 'one group' ? { atomicityGroup: 'all' } : {}),
  }));
  return JSON.stringify({ requests });
}
