import { countOf } from '@multistatus/wire';
import type { RefusedItem } from './item-decoder.js';

/** Returns the problem of an item that has more than `max` bytes; `actual` is its size, if that is known. */
export function itemTooLarge(max: number, actual?: number): RefusedItem {
  return {
    slug: 'item-too-large',
    detail: `The item is longer than ${countOf(max, 'byte')}, the limit maxItemBytes`,
    extensions: { limit: 'maxItemBytes', max, ...(actual === undefined ? {} : { actual }) },
  };
}
