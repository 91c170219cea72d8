import { parseAccept, qualityOf } from '../http/accept.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { type AnswerFormat, formatOf, RESPONSE_MEDIA_TYPES, type ResponseMediaType } from './formats.js';

/**
 * Returns the media type of the answer, chosen by the Accept header (RFC 9110 section 12.5.1), or `undefined` if none
 * is acceptable.
 *
 * The media type with the highest quality wins. Of several with the same quality, one in the format `preferred` wins,
 * else the first of {@link RESPONSE_MEDIA_TYPES}.
 */
export function negotiate(
  accept: string | undefined,
  preferred: AnswerFormat,
): ResponseMediaType | undefined {
  // The fast path: most clients send exactly one media type.
  const only = RESPONSE_MEDIA_TYPES.find((mediaType) => mediaType === accept);
  if (only !== undefined) return only;
  const ranges = parseAccept(accept);
  let best: ResponseMediaType | undefined;
  let bestRank = 0;
  for (const mediaType of RESPONSE_MEDIA_TYPES) {
    const quality = qualityOf(mediaType, ranges);
    // Qualities have at most three decimals, so half a step only decides between equals.
    const rank = quality === 0 ? 0 : quality + (formatOf(mediaType) === preferred ? 0.0005 : 0);
    if (rank > bestRank) {
      best = mediaType;
      bestRank = rank;
    }
  }
  return best;
}

/** Creates the 406 for an Accept header that no media type matches. */
export function notAcceptable(): BatchProblem {
  const detail = `The Accept header matches none of ${RESPONSE_MEDIA_TYPES.join(', ')}`;
  return new BatchProblem('not-acceptable', detail, { extensions: { available: RESPONSE_MEDIA_TYPES } });
}
