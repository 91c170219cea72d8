import type { ReadyIterator } from '@multistatus/wire';
import type { MultistatusResponse, Summary } from '../multistatus.js';
import { joinSlices } from './in-pieces.js';
import { toJsonResponse } from './to-json-response.js';
import { writeJsonBody } from './write-json-body.js';

/** The length up to which lines that are ready together are joined, in UTF-16 code units. */
const JOINED_LENGTH = 8_192;

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
  const ready = responses as Partial<ReadyIterator<MultistatusResponse>>;
  let count = 0;
  // Short lines that are ready together are one piece, because each piece takes several promises.
  let lines = '';
  for await (const first of responses) {
    for (let response: MultistatusResponse | undefined = first; response !== undefined; ) {
      const part = toJsonResponse(
        response.index === undefined ? { ...response, index: count } : response,
        writeJsonBody,
      );
      if (typeof part === 'string') lines += `${withoutBreaks(part)}\n`;
      else yield `${yield* joinSlices(lines, eachWithoutBreaks(part))}\n`;
      if (typeof part !== 'string') lines = '';
      count += 1;
      response = lines.length < JOINED_LENGTH ? ready.takeReady?.() : undefined;
    }
    if (lines !== '') yield lines;
    lines = '';
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
