import { randomUUID } from 'node:crypto';

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
/** Marks the numbers that stand in strings. No text can contain it: it is new in each process. */
const MARK = randomUUID();

/**
 * Parses JSON with each number as a string of its digits behind a mark, so that none is rounded. {@link toExactJson} writes them
 * as numbers again.
 *
 * @throws {SyntaxError} if the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
  JSON.parse(text);
  return JSON.parse(text.replace(TOKENS, (token) => (token.startsWith('"') ? token : `"${MARK}${token}"`)));
}

/** Writes a value of {@link parseExactJson} on one line. */
export function toExactJson(value: unknown): string {
  return JSON.stringify(value).replace(TOKENS, (token) =>
    token.startsWith(`"${MARK}`) ? token.slice(MARK.length + 1, -1) : token,
  );
}
