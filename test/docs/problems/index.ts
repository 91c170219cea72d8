import { OF_ITEMS } from './of-items.js';
import { OF_KEYS } from './of-keys.js';
import { OF_LATER } from './of-later.js';
import { OF_OPERATIONS } from './of-operations.js';
import { OF_REQUESTS } from './of-requests.js';
import type { Producer } from './problem-exchange.js';

/** Makes each problem occur, by its slug. */
export const PRODUCERS: Readonly<Record<string, Producer>> = {
  ...OF_REQUESTS,
  ...OF_OPERATIONS,
  ...OF_ITEMS,
  ...OF_KEYS,
  ...OF_LATER,
};
