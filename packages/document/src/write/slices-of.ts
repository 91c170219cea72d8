import type { Body } from '../multistatus.js';

/** A longer text is written in slices. In UTF-16 code units. */
export const MAX_SLICE_LENGTH = 16_384;

/** Returns the slices of the text of a long body, or `undefined` for a short one. */
export function slicesOfLong(body: Body): Iterable<string> | undefined {
  if (body.sliced !== undefined) return body.sliced.slices();
  return body.text.length > MAX_SLICE_LENGTH ? slicesOf(body.text) : undefined;
}

/** Yields a text in slices. None ends in the middle of a surrogate pair, so that each can be encoded on its own. */
export function* slicesOf(text: string): Generator<string, void, undefined> {
  for (let start = 0; start < text.length; ) {
    let end = start + MAX_SLICE_LENGTH;
    if (end < text.length && isSurrogatePair(text, end - 1)) end -= 1;
    yield text.slice(start, end);
    start = end;
  }
}

function isSurrogatePair(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}
