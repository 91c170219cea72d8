import { parseAccept, qualityOf } from '../http/accept.js';
import { BatchProblem } from '../problem/batch-problem.js';
import type { AnswerChoice, FormatIndex } from './format-index.js';

/** What an answer is written in if the client accepts several media types equally. */
interface Preferred {
  /** The name of a format. */
  readonly format: string | undefined;
  /** One of the media types of that format. @defaultValue its first */
  readonly mediaType?: string | undefined;
}

/**
 * Returns the media type of the answer, chosen by the Accept header (RFC 9110 section 12.5.1), or `undefined` if none
 * is acceptable.
 *
 * The media type with the highest quality wins. If several have the same quality, one of the format `preferred` wins, or
 * else the first in the order of the formats. Of several of the preferred format, the preferred media type wins.
 */
export function negotiate(
  accept: string | undefined,
  { answers }: Pick<FormatIndex, 'answers'>,
  preferred: Preferred,
): AnswerChoice | undefined {
  // The fast path: most clients send exactly one media type.
  const only = answers.find(({ mediaType }) => mediaType === accept);
  if (only !== undefined) return only;
  const ranges = parseAccept(accept);
  let best: AnswerChoice | undefined;
  let bestRank = 0;
  for (const choice of answers) {
    const quality = qualityOf(choice.mediaType, ranges);
    // Qualities have at most three decimals, so less than a step only decides between equals.
    const rank = quality === 0 ? 0 : quality + preferenceFor(choice, preferred);
    if (rank > bestRank) {
      best = choice;
      bestRank = rank;
    }
  }
  return best;
}

function preferenceFor({ format, mediaType }: AnswerChoice, preferred: Preferred): number {
  if (format.name !== preferred.format) return 0;
  return mediaType === preferred.mediaType ? 0.0006 : 0.0005;
}

/** Creates the 406 for an Accept header that no media type matches. */
export function notAcceptable({ answerTypes }: Pick<FormatIndex, 'answerTypes'>): BatchProblem {
  const detail = `The Accept header matches none of ${answerTypes.join(', ')}`;
  return new BatchProblem('not-acceptable', detail, { extensions: { available: answerTypes } });
}
