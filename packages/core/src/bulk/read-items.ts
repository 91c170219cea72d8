import { countOf, valueAt } from '@multistatus/wire';
import { parseJson } from '../decode/parse-json.js';
import { readLines } from '../decode/read-lines.js';
import type { ProblemExtensions } from '../problem/batch-problem.js';
import { BatchProblem, limitExceeded } from '../problem/batch-problem.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import type { BulkLimits } from './resolve-bulk-options.js';

/** An item as it was sent, or the problem that keeps it from being read. */
export type SentItem =
  | { readonly value: unknown }
  | { readonly slug: ProblemSlug; readonly detail: string; readonly extensions?: ProblemExtensions };

/** A list as it was sent. */
export interface SentList {
  readonly items: readonly SentItem[];
  /** The JSON Pointer tokens of the list in the body: `[]`, or `['items']`. */
  readonly pointer: readonly string[];
}

/**
 * Returns the items of a JSON body: the elements of an array; the elements of `items`, if that is the only member of
 * the object and an array; else the object itself as the only item.
 *
 * @throws {BatchProblem} `invalid-list` if the body is neither an array nor an object; `limit-exceeded` if there are
 *   more than `maxItems`.
 */
export function listItems(body: unknown, limits: BulkLimits): SentList {
  if (typeof body !== 'object' || body === null) {
    throw new BatchProblem(
      'invalid-list',
      'The body must be an array of items, { "items": [...] }, or one item',
    );
  }
  const inside = valueAt(body, ['items']);
  const isWrapped = !Array.isArray(body) && Array.isArray(inside) && Object.keys(body).length === 1;
  const list: readonly unknown[] = Array.isArray(body)
    ? body
    : isWrapped
      ? (inside as readonly unknown[])
      : [body];
  if (list.length > limits.maxItems) throw tooMany(limits.maxItems, list.length);
  return {
    pointer: isWrapped ? ['items'] : [],
    // An item cannot be longer than the body, so items are measured only if their limit is below that of the body.
    items: list.map((value) =>
      limits.maxBodyBytes > limits.maxItemBytes ? checkItemSize(value, limits) : { value },
    ),
  };
}

/**
 * Yields the items of an NDJSON stream, and holds one line in memory at a time. A line that is not JSON or is too long
 * is yielded as an item with a problem.
 *
 * @throws {BatchProblem} `limit-exceeded` for more than `maxItems` or `maxBodyBytes`.
 */
export async function* readItems(
  stream: AsyncIterable<Uint8Array | string>,
  limits: BulkLimits,
): AsyncGenerator<SentItem, void, undefined> {
  let bytes = 0;
  const onBytes = (count: number): void => {
    bytes += count;
    if (bytes > limits.maxBodyBytes) {
      throw limitExceeded({ limit: 'maxBodyBytes', max: limits.maxBodyBytes, actual: bytes, unit: 'bytes' });
    }
  };
  let count = 0;
  for await (const line of readLines(stream, { maxLineBytes: limits.maxItemBytes, onBytes })) {
    count += 1;
    if (count > limits.maxItems) throw tooMany(limits.maxItems, count);
    yield line === undefined ? tooLarge(limits.maxItemBytes) : parseItem(line, limits);
  }
}

function parseItem(line: Uint8Array, { maxJsonDepth }: BulkLimits): SentItem {
  try {
    return { value: parseJson(line, maxJsonDepth) };
  } catch (error) {
    const { slug, message, problem } = error as BatchProblem;
    if (slug !== 'limit-exceeded')
      return { slug: 'malformed-item', detail: message.replace('The body', 'The line') };
    const { limit = null, max = null, actual = null } = problem;
    return { slug: 'item-too-large', detail: message, extensions: { limit, max, actual } };
  }
}

function checkItemSize(value: unknown, { maxItemBytes }: BulkLimits): SentItem {
  const actual = Buffer.byteLength(JSON.stringify(value));
  return actual > maxItemBytes ? tooLarge(maxItemBytes, actual) : { value };
}

function tooLarge(max: number, actual?: number): SentItem {
  return {
    slug: 'item-too-large',
    detail: `The item is longer than ${countOf(max, 'byte')}, the limit maxItemBytes`,
    extensions: { limit: 'maxItemBytes', max, ...(actual === undefined ? {} : { actual }) },
  };
}

function tooMany(max: number, actual: number): BatchProblem {
  return limitExceeded({ limit: 'maxItems', max, actual, unit: 'items' });
}
