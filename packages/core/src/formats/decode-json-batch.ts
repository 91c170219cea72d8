import { valueAt } from '@multistatus/wire';
import type { DecodeContext, DecodedBatch } from './batch-decoder.js';
import { decodeJson } from './decode-json.js';
import { outlineBodies } from './outline-bodies.js';
import { readJsonBody } from './read-json-body.js';
import type { ReceivedBody } from './received-body.js';

/**
 * Reads a batch in JSON. The JSON body of an operation keeps the text that it has in the batch, unless a body parser has
 * kept only values.
 *
 * @throws {BatchProblem} `malformed-json`, `limit-exceeded`.
 */
export function decodeJsonBatch(body: ReceivedBody, { limits }: DecodeContext): DecodedBatch {
  const { value, text } = decodeJson(body, limits);
  const requests = valueAt(value, ['requests']);
  let texts: readonly (string | undefined)[] | undefined;
  const textOf = (index: number, parsed: unknown): string => {
    if (text === undefined) return JSON.stringify(parsed);
    texts ??= outlineBodies(text);
    return texts[index] ?? JSON.stringify(parsed);
  };
  return {
    value,
    bodyOf: (index, contentType) => {
      const request = valueAt(requests, [String(index)]);
      const members = { body: valueAt(request, ['body']), bodyEncoding: valueAt(request, ['bodyEncoding']) };
      return readJsonBody(members, contentType, () => textOf(index, members.body));
    },
  };
}
