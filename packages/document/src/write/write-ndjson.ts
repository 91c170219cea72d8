import type { MultistatusResponse, Summary } from '../multistatus.js';
import { joinSlices } from './in-pieces.js';
import { toJsonResponse } from './to-json-response.js';
import { writeJsonBody } from './write-json-body.js';

/**
 * Writes responses as NDJSON, one line per response in the order of `responses`, then `{"summary":...}`.
 *
 * Meant for responses in completion order: each should have an `index`. One without gets the number of responses
 * before it. Keeps no response in memory. Rejects as `responses` does. The text then lacks its last line, and a reader
 * recognises it as truncated.
 */
export async function* writeNdjson(
  responses: Iterable<MultistatusResponse> | AsyncIterable<MultistatusResponse>,
  summary: () => Summary,
): AsyncGenerator<string, void, undefined> {
  let count = 0;
  for await (const response of responses) {
    const indexed = response.index === undefined ? { ...response, index: count } : response;
    const part = toJsonResponse(indexed, writeJsonBody);
    if (typeof part === 'string') yield `${withoutBreaks(part)}\n`;
    else yield `${yield* joinSlices('', eachWithoutBreaks(part))}\n`;
    count += 1;
  }
  yield `{"summary":${JSON.stringify(summary())}}\n`;
}

/** A body is copied unchanged. A line break in it is white space between tokens: JSON strings contain none. */
function withoutBreaks(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

/** A sequence of line breaks may continue in the next slice. */
function* eachWithoutBreaks(slices: Iterable<string>): Generator<string, void, undefined> {
  let endsWithBreak = false;
  for (const slice of slices) {
    if (slice === '') continue;
    yield withoutBreaks(endsWithBreak ? slice.replace(/^[\r\n]+/, '') : slice);
    endsWithBreak = /[\r\n]$/.test(slice);
  }
}
