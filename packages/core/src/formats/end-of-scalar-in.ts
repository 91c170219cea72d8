import { CLOSE_BRACE, CLOSE_BRACKET, COMMA } from '../operation/json-characters.js';

const SPACE = 0x20;

/** Returns the index after a number or literal. */
export function endOfScalarIn(bytes: Uint8Array, start: number): number {
  let at = start;
  for (; at < bytes.length; at += 1) {
    const code = bytes[at] as number;
    if (code <= SPACE || code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET) break;
  }
  return at;
}
