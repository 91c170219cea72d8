import { locatePointers, type TextRange } from '@multistatus/core/check';
import { formatJson } from './format-json.js';

/** An operation as it is written into the batch. */
export interface NewOperation {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly [member: string]: unknown;
}

/** The text of a batch after an insertion, and the range that was inserted. */
export interface Insertion {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Inserts operations into the text of a batch: after the operation that the caret is in, otherwise at the end. The rest of the text
 * stays as it is. An empty text becomes a batch; in a text that is not a batch, they are written at the caret.
 */
export function insertOperations(
  text: string,
  caret: number,
  operations: readonly NewOperation[],
): Insertion {
  const written = operations
    .map((operation) => indent(formatJson(JSON.stringify(operation), 2), 4))
    .join(',\n    ');
  const put = (range: TextRange, [before, after]: readonly [string, string]): Insertion => ({
    text: text.slice(0, range.start) + before + written + after + text.slice(range.end),
    start: range.start + before.length,
    end: range.start + before.length + written.length,
  });
  const at = (index: number): TextRange => ({ start: index, end: index });
  if (text.trim() === '')
    return put({ start: 0, end: text.length }, ['{\n  "requests": [\n    ', '\n  ]\n}']);
  const ranges = rangesOf(text);
  if (ranges === undefined) return put(at(Math.min(caret, text.length)), ['', '']);
  const { list, elements } = ranges;
  if (elements.length === 0) return put({ start: list.start + 1, end: list.end - 1 }, ['\n    ', '\n  ']);
  const element = elements.find(({ start, end }) => caret >= start && caret <= end) ?? elements.at(-1);
  return put(at(element?.end ?? list.end), [',\n    ', '']);
}

/** Returns where the array `requests` and its elements are; `undefined` if the text is not JSON, or has no such array. */
function rangesOf(
  text: string,
): { readonly list: TextRange; readonly elements: readonly TextRange[] } | undefined {
  const count = countRequests(text);
  if (count === undefined) return undefined;
  const pointers = Array.from({ length: count }, (_, index) => `#/requests/${index}`);
  const ranges = locatePointers(text, ['#/requests', ...pointers]);
  const [list = { start: 0, end: 0 }, ...elements] = ['#/requests', ...pointers].flatMap(
    (pointer) => ranges.get(pointer) ?? [],
  );
  return { list, elements };
}

function countRequests(text: string): number | undefined {
  try {
    const value = JSON.parse(text) as { readonly requests?: unknown } | null;
    return Array.isArray(value?.requests) ? value.requests.length : undefined;
  } catch {
    return undefined;
  }
}

function indent(text: string, width: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(width)}`);
}
