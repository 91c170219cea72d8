import { BatchProblem } from '../problem/batch-problem.js';

/**
 * Returns the items once the first of them has arrived. `ifEmpty` creates the error for a list without items, if it must have one.
 *
 * @throws {BatchProblem} `incomplete-body` if it does not arrive in time. `limit-exceeded` is not thrown here but by
 *   the first call of `next`: an exceeded limit is reported in place of the item, wherever in the list it occurs.
 */
export async function firstArrived<Item>(
  items: AsyncIterator<Item, void>,
  ifEmpty?: () => BatchProblem,
): Promise<AsyncIterator<Item, void>> {
  const first = items.next();
  const arrived = await first.catch((error: unknown) => {
    if (!(error instanceof BatchProblem) || error.slug !== 'limit-exceeded') throw error;
    return undefined;
  });
  if (arrived?.done === true && ifEmpty !== undefined) throw ifEmpty();
  let isFirst = true;
  return {
    next: () => {
      if (!isFirst) return items.next();
      isFirst = false;
      return first;
    },
    return: async () => (await items.return?.()) ?? { done: true, value: undefined },
  };
}
