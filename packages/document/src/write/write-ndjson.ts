import type { MultistatusResponse, Summary } from '../multistatus.js';
import { toJsonResponse } from './to-json-response.js';

/**
 * Writes responses as NDJSON, a line each in the order in which they come, then `{"summary":...}`.
 *
 * For answers in the order of completion: each response should name its `index`; one that does not gets the number of
 * those before it. Keeps nothing of the responses. Rejects as `responses` does; the text then lacks its last line, by
 * which a reader knows it for truncated.
 */
export async function* writeNdjson(
  responses: Iterable<MultistatusResponse> | AsyncIterable<MultistatusResponse>,
  summary: () => Summary,
): AsyncGenerator<string, void, undefined> {
  let count = 0;
  for await (const response of responses) {
    const text = toJsonResponse(response.index === undefined ? { ...response, index: count } : response);
    // A body stands as it was written; line breaks between its tokens are white space, in its strings there are none.
    yield `${text.replace(/[\r\n]+/g, ' ')}\n`;
    count += 1;
  }
  yield `{"summary":${JSON.stringify(summary())}}\n`;
}
