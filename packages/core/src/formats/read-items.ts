import { mapReady, type ReadyIterator } from '@multistatus/wire';
import { byteCounter } from './byte-counter.js';
import type { ItemLimits, RefusedItem, SentItem } from './item-decoder.js';
import { itemTooLarge } from './item-too-large.js';
import { parseLine } from './parse-line.js';
import { readLines } from './read-lines.js';

/**
 * Returns the items of an NDJSON stream, and holds one line in memory at a time. A line that is not JSON or is too long
 * is returned as an item with a problem.
 *
 * `next` rejects with a `BatchProblem` `limit-exceeded` for more than `maxBodyBytes`.
 */
export function readItems(
  stream: AsyncIterable<Uint8Array | string>,
  { maxItemBytes, maxBodyBytes, maxJsonDepth }: ItemLimits,
): ReadyIterator<SentItem> {
  const lines = readLines(stream, { maxLineBytes: maxItemBytes, onBytes: byteCounter(maxBodyBytes) });
  return mapReady(lines, ({ number, bytes }): SentItem => {
    if (bytes === undefined) return atLine(number, itemTooLarge(maxItemBytes));
    const parsed = parseLine(bytes, { number, maxJsonDepth, what: 'item', tooLarge: 'item-too-large' });
    if ('value' in parsed) return new ReadItem(parsed.value);
    return parsed.slug === 'item-too-large' ? atLine(number, parsed) : parsed;
  });
}

/** A class for the same reason as `AnsweredOutcome`. */
class ReadItem {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** Adds the number of the line to the detail. It is not the index of the item plus 1 if the stream has blank lines. */
function atLine(number: number, item: RefusedItem): RefusedItem {
  return { ...item, detail: `${item.detail}; see line ${number}` };
}
