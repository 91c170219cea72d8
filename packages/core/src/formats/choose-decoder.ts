import { firstValue, isUtf8, parseMediaType } from '@multistatus/wire';
import { toAcceptQuery } from '../http/accept-query.js';
import type { EnvelopeRequest } from '../http/envelope.js';
import { BatchProblem } from '../problem/batch-problem.js';

/** The number of characters of a header that a problem repeats. */
const MAX_SHOWN = 100;

/**
 * Returns the decoder of the media type of a request. The body must not be compressed, and a charset, if there is one, must
 * be UTF-8.
 *
 * @throws {BatchProblem} `unsupported-media-type`, with `Accept` and `Accept-Post`, `Accept-Patch` (RFC 5789) or `Accept-Query`
 *   (RFC 10008).
 */
export function chooseDecoder<Decoder>(
  { method, headers }: Pick<EnvelopeRequest, 'method' | 'headers'>,
  decoders: ReadonlyMap<string, Decoder>,
): Decoder {
  const unsupported = (reason: string): BatchProblem => {
    const types = [...decoders.keys()];
    const list = types.join(', ');
    return new BatchProblem('unsupported-media-type', `${reason}; send ${list}, uncompressed`, {
      headers: { accept: list, ...acceptOf(method, types) },
    });
  };
  const contentType = firstValue(headers['content-type']);
  const mediaType = parseMediaType(contentType);
  const decoder = mediaType === undefined ? undefined : decoders.get(mediaType.type);
  if (decoder === undefined) {
    throw unsupported(
      contentType === undefined
        ? 'The Content-Type is missing'
        : `The Content-Type ${JSON.stringify(contentType.slice(0, MAX_SHOWN))} is not supported`,
    );
  }
  if (!isUtf8(mediaType?.charset)) throw unsupported('The charset must be utf-8');
  const coding = firstValue(headers['content-encoding']);
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    throw unsupported('The Content-Encoding is not supported');
  }
  return decoder;
}

/** Returns the header that names the media types of this method. */
function acceptOf(method: string, types: readonly string[]): Readonly<Record<string, string>> {
  if (method === 'QUERY') return { 'accept-query': toAcceptQuery(types) };
  return { [method === 'PATCH' ? 'accept-patch' : 'accept-post']: types.join(', ') };
}
