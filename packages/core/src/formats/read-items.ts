import { type BatchProblem, limitExceeded } from '../problem/batch-problem.js';
import type { ItemLimits, RefusedItem, SentItem } from './item-decoder.js';
import { itemTooLarge } from './item-too-large.js';
import { parseJson } from './parse-json.js';
import { readLines } from './read-lines.js';

/**
 * Yields the items of an NDJSON stream, and holds one line in memory at a time. A line that is not JSON or is too long
 * is yielded as an item with a problem.
 *
 * @throws {BatchProblem} `limit-exceeded` for more than `maxBodyBytes`.
 */
export async function* readItems(
  stream: AsyncIterable<Uint8Array | string>,
  limits: ItemLimits,
): AsyncGenerator<SentItem, void, undefined> {
  let bytes = 0;
  const onBytes = (count: number): void => {
    bytes += count;
    if (bytes > limits.maxBodyBytes) {
      throw limitExceeded({ limit: 'maxBodyBytes', max: limits.maxBodyBytes, actual: bytes, unit: 'bytes' });
    }
  };
  const maxLineBytes = limits.maxItemBytes;
  for await (const { number, bytes: line } of readLines(stream, { maxLineBytes, onBytes })) {
    yield line === undefined ? atLine(number, itemTooLarge(maxLineBytes)) : parseItem(line, number, limits);
  }
}

function parseItem(line: Uint8Array, number: number, { maxJsonDepth }: ItemLimits): SentItem {
  try {
    return { value: parseJson(line, maxJsonDepth, number) };
  } catch (error) {
    const { slug, message, problem } = error as BatchProblem;
    if (slug !== 'limit-exceeded')
      return { slug: 'malformed-item', detail: message.replace('The body', 'The line') };
    const { limit = null, max = null, actual = null } = problem;
    const detail = message.replace('The request', 'The item');
    return atLine(number, { slug: 'item-too-large', detail, extensions: { limit, max, actual } });
  }
}

/** Adds the number of the line to the detail. It is not the index of the item plus 1 if the stream has blank lines. */
function atLine(number: number, item: RefusedItem): RefusedItem {
  return { ...item, detail: `${item.detail}; see line ${number}` };
}
