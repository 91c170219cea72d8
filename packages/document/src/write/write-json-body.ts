import type { Body } from '../multistatus.js';
import { escapeJsonUtf8 } from './escape-json-utf8.js';
import { base64Length, escapedLength } from './escaped-slices.js';
import type { Part } from './in-pieces.js';
import { slicesOfLong } from './slices-of.js';
import { utf8Length } from './utf8-length.js';

/** How many slices are counted at a time: 64 KiB. */
const SLICES_PER_STEP = 4;

/** Writes the body of a response as members of its object, with a leading comma. A long body is written in slices. */
export function writeJsonBody(body: Body): Part {
  const { encoding } = body;
  const end = encoding === 'json' ? '' : `,"bodyEncoding":"${encoding}"`;
  const slices = slicesOfLong(body);
  if (slices !== undefined) return writeLongBody(encoding, slices, end);
  return `,"body":${encoding === 'json' ? body.text : JSON.stringify(body.text)}${end}`;
}

function* writeLongBody(
  encoding: Body['encoding'],
  slices: Iterable<string>,
  end: string,
): Generator<string, void, undefined> {
  yield encoding === 'json' ? ',"body":' : ',"body":"';
  for (const slice of slices) yield written(encoding, slice);
  yield encoding === 'json' ? end : `"${end}`;
}

/** Returns a slice as it is written, without quotation marks around it. */
function written(encoding: Body['encoding'], slice: string): string {
  return encoding === 'json' ? slice : JSON.stringify(slice).slice(1, -1);
}

/**
 * Counts the bytes that `writeJsonBody` writes for a body, without the names and quotation marks. Yields between the
 * steps of a long text.
 */
export function* jsonBodySize(body: Body): Generator<void, number, undefined> {
  const { encoding, sliced } = body;
  if (sliced?.bytes !== undefined) {
    if (encoding === 'json') return sliced.bytes.length;
    return encoding === 'base64'
      ? base64Length(sliced.bytes.length)
      : yield* escapedLength(sliced.bytes, escapeJsonUtf8);
  }
  let bytes = 0;
  let count = 0;
  for (const slice of slicesOfLong(body) ?? [body.text]) {
    if (count > 0 && count % SLICES_PER_STEP === 0) yield;
    bytes += utf8Length(written(encoding, slice));
    count += 1;
  }
  return bytes;
}
