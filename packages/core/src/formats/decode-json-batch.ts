import { atOnce, valueAt } from '@multistatus/wire';
import type { UrlBase } from '../operation/to-local-url.js';
import type { DecodeContext, DecodedBatch } from './batch-decoder.js';
import { decodeJson } from './decode-json.js';
import { outlineBodies } from './outline-bodies.js';
import { ownMember } from './own-member.js';
import { readJsonBody } from './read-json-body.js';
import type { ReceivedBody } from './received-body.js';
import { scanBatch } from './scan-batch.js';
import { toNativeRequest } from './to-native-request.js';

type JsonContext = Pick<DecodeContext, 'limits' | 'root' | 'headers'>;

/** A shorter batch is parsed as a whole, which takes no longer. */
const MIN_SCANNED_BYTES = 1_024;

/** A batch, and the body of each of its requests as it was sent: as text, or as UTF-8. */
interface ReadBatch {
  readonly value: unknown;
  readonly bodyAt: (index: number, parsed: unknown) => string | Uint8Array;
}

/**
 * Reads a batch in JSON. The JSON body of an operation keeps the text that it has in the batch, unless a body parser has
 * kept only values. With the option `root`, requests may be as clients of OData and Microsoft Graph write them.
 *
 * @throws {BatchProblem} `malformed-json`, `limit-exceeded`.
 */
export function decodeJsonBatch(body: ReceivedBody, context: JsonContext): DecodedBatch {
  if (!mayScan(body)) return toDecoded(readWhole(body, context.limits), context);
  return atOnce(decodeJsonBatchInSteps(body, context));
}

/** Reads a batch as {@link decodeJsonBatch} does, in steps. */
export function* decodeJsonBatchInSteps(
  body: ReceivedBody,
  context: JsonContext,
): Generator<void, DecodedBatch, undefined> {
  const { limits } = context;
  const scanned = mayScan(body) ? yield* scanBatch(body.bytes, limits.maxJsonDepth) : undefined;
  return toDecoded(scanned ?? readWhole(body, limits), context);
}

function mayScan(body: ReceivedBody): body is ReceivedBody & { readonly kind: 'bytes' } {
  return body.kind === 'bytes' && body.bytes.byteLength >= MIN_SCANNED_BYTES;
}

function toDecoded(
  { value: sent, bodyAt }: ReadBatch,
  { root, headers }: Pick<JsonContext, 'root' | 'headers'>,
): DecodedBatch {
  const value = root === undefined ? sent : toNativeBatch(sent, { root, headers });
  const list = valueAt(value, ['requests']);
  const requests: readonly unknown[] = Array.isArray(list) ? list : [];
  return {
    value,
    bodyOf: (index, contentType) => {
      const request = requests[index];
      const members = { body: ownMember(request, 'body'), bodyEncoding: ownMember(request, 'bodyEncoding') };
      return readJsonBody(members, contentType, () => bodyAt(index, members.body));
    },
  };
}

function readWhole(body: ReceivedBody, limits: DecodeContext['limits']): ReadBatch {
  const { value, text } = decodeJson(body, limits);
  let texts: readonly (string | undefined)[] | undefined;
  const bodyAt: ReadBatch['bodyAt'] = (index, parsed) => {
    if (text === undefined) return JSON.stringify(parsed);
    texts ??= outlineBodies(text);
    return texts[index] ?? JSON.stringify(parsed);
  };
  return { value, bodyAt };
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
