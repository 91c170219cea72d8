import type { BatchProblem } from '../problem/batch-problem.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import type { RefusedItem } from './item-decoder.js';
import { parseJsonText } from './parse-json.js';

/** A line, and how its problems are reported. */
interface LineContext {
  /** The number of the line, from 1. */
  readonly number: number;
  readonly maxJsonDepth: number;
  /** What a line holds, for messages. */
  readonly what: 'item' | 'operation';
  /** The problem of a line that exceeds a limit. */
  readonly tooLarge: ProblemSlug;
}

/** Returns the text and the value of one line of JSON, or the problem that keeps it from being read. */
export function parseLine(
  line: Uint8Array,
  { number, maxJsonDepth, what, tooLarge }: LineContext,
): { readonly text: string; readonly value: unknown } | RefusedItem {
  try {
    return parseJsonText(line, maxJsonDepth, number);
  } catch (error) {
    const { slug, message, problem } = error as BatchProblem;
    if (slug !== 'limit-exceeded')
      return { slug: 'malformed-item', detail: message.replace('The body', 'The line') };
    const { limit = null, max = null, actual = null } = problem;
    const detail = message.replace('The request', `The ${what}`);
    return { slug: tooLarge, detail, extensions: { limit, max, actual } };
  }
}
