import type { SentItem } from '../formats/item-decoder.js';
import { BatchProblem } from '../problem/batch-problem.js';

/**
 * Returns the items once the first of them has arrived.
 *
 * @throws {BatchProblem} `incomplete-body` if it does not arrive in time. `limit-exceeded` is not thrown here but by
 *   the first call of `next`: an exceeded limit is reported in place of the item, wherever in the list it occurs.
 */
export async function firstArrived(
  items: AsyncIterator<SentItem, void>,
): Promise<AsyncIterator<SentItem, void>> {
  const first = items.next();
  await first.catch((error: unknown) => {
    if (!(error instanceof BatchProblem) || error.slug !== 'limit-exceeded') throw error;
  });
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
