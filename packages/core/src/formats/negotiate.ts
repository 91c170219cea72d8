import { parseAccept, qualityOf } from '../http/accept.js';
import { BatchProblem } from '../problem/batch-problem.js';
import type { AnswerChoice, FormatIndex } from './format-index.js';

/**
 * Returns the media type of the answer, chosen by the Accept header (RFC 9110 section 12.5.1), or `undefined` if none
 * is acceptable.
 *
 * The media type with the highest quality wins. If several have the same quality, one of the format `preferred` wins, or
 * else the first in the order of the formats. Of several of the preferred format, `preferredType` wins.
 */
export function negotiate(
  accept: string | undefined,
  { answers }: Pick<FormatIndex, 'answers'>,
  preferred: string | undefined,
  preferredType = '',
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
    const rank = quality === 0 ? 0 : quality + preferenceFor(choice, preferred, preferredType);
    if (rank > bestRank) {
      best = choice;
      bestRank = rank;
    }
  }
  return best;
}

function preferenceFor(
  { format, mediaType }: AnswerChoice,
  preferred?: string,
  preferredType?: string,
): number {
  if (format.name !== preferred) return 0;
  return mediaType === preferredType ? 0.0006 : 0.0005;
}

/** Creates the 406 for an Accept header that no media type matches. */
export function notAcceptable({ answerTypes }: Pick<FormatIndex, 'answerTypes'>): BatchProblem {
  const detail = `The Accept header matches none of ${answerTypes.join(', ')}`;
  return new BatchProblem('not-acceptable', detail, { extensions: { available: answerTypes } });
}
