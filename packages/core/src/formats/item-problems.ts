import { countOf } from '@multistatus/wire';
import { type BatchProblem, limitExceeded } from '../problem/batch-problem.js';
import type { SentItem } from './item-decoder.js';

/** Returns the problem of an item that has more than `max` bytes; `actual` is its size, if that is known. */
export function itemTooLarge(max: number, actual?: number): SentItem {
  return {
    slug: 'item-too-large',
    detail: `The item is longer than ${countOf(max, 'byte')}, the limit maxItemBytes`,
    extensions: { limit: 'maxItemBytes', max, ...(actual === undefined ? {} : { actual }) },
  };
}

/** Creates the 413 for a list with more than `max` items. */
export function tooManyItems(max: number, actual: number): BatchProblem {
  return limitExceeded({ limit: 'maxItems', max, actual, unit: 'items' });
}
