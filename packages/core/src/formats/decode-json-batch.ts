import { valueAt } from '@multistatus/wire';
import type { UrlBase } from '../operation/to-local-url.js';
import type { DecodeContext, DecodedBatch } from './batch-decoder.js';
import { decodeJson } from './decode-json.js';
import { outlineBodies } from './outline-bodies.js';
import { readJsonBody } from './read-json-body.js';
import type { ReceivedBody } from './received-body.js';
import { toNativeRequest } from './to-native-request.js';

/**
 * Reads a batch in JSON. The JSON body of an operation keeps the text that it has in the batch, unless a body parser has
 * kept only values. With the option `root`, requests may be as clients of OData and Microsoft Graph write them.
 *
 * @throws {BatchProblem} `malformed-json`, `limit-exceeded`.
 */
export function decodeJsonBatch(
  body: ReceivedBody,
  { limits, root, headers }: Pick<DecodeContext, 'limits' | 'root' | 'headers'>,
): DecodedBatch {
  const { value: sent, text } = decodeJson(body, limits);
  const value = root === undefined ? sent : toNativeBatch(sent, { root, headers });
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

function toNativeBatch(batch: unknown, base: UrlBase): unknown {
  const requests = valueAt(batch, ['requests']);
  if (!Array.isArray(requests)) return batch;
  const ids = new Set(requests.map((request: unknown) => valueAt(request, ['id'])));
  const context = { ...base, isId: (id: string) => ids.has(id) };
  return {
    ...(batch as object),
    requests: requests.map((request: unknown) => toNativeRequest(request, context)),
  };
}
