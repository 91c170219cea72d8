import { byteCounter } from './byte-counter.js';
import type { ItemLimits, RefusedItem, SentItem } from './item-decoder.js';
import { itemTooLarge } from './item-too-large.js';
import { parseLine } from './parse-line.js';
import { readLines } from './read-lines.js';

/**
 * Yields the items of an NDJSON stream, and holds one line in memory at a time. A line that is not JSON or is too long
 * is yielded as an item with a problem.
 *
 * @throws {BatchProblem} `limit-exceeded` for more than `maxBodyBytes`.
 */
export async function* readItems(
  stream: AsyncIterable<Uint8Array | string>,
  { maxItemBytes, maxBodyBytes, maxJsonDepth }: ItemLimits,
): AsyncGenerator<SentItem, void, undefined> {
  const lines = readLines(stream, { maxLineBytes: maxItemBytes, onBytes: byteCounter(maxBodyBytes) });
  for await (const { number, bytes: line } of lines) {
    if (line === undefined) {
      yield atLine(number, itemTooLarge(maxItemBytes));
      continue;
    }
    const parsed = parseLine(line, { number, maxJsonDepth, what: 'item', tooLarge: 'item-too-large' });
    if ('value' in parsed) yield { value: parsed.value };
    else yield parsed.slug === 'item-too-large' ? atLine(number, parsed) : parsed;
  }
}

/** Adds the number of the line to the detail. It is not the index of the item plus 1 if the stream has blank lines. */
function atLine(number: number, item: RefusedItem): RefusedItem {
  return { ...item, detail: `${item.detail}; see line ${number}` };
}
