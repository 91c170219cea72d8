import { splitOutsideQuotes } from '../http/split-outside-quotes.js';
import { BatchProblem } from '../problem/batch-problem.js';

/** A media type that a batch can be answered in. */
export type ResponseMediaType = 'application/json' | 'application/xml' | 'text/xml' | 'application/x-ndjson';

/** The two shapes of a document; both XML media types hold the same one. */
export type FormatName = 'json' | 'xml';

/** The shapes of an answer: a document, or a line for each outcome as soon as it is there. */
export type AnswerFormat = FormatName | 'ndjson';

/** What a batch can be answered in, best first. */
export const RESPONSE_MEDIA_TYPES: readonly ResponseMediaType[] = [
  'application/json',
  'application/xml',
  'text/xml',
  'application/x-ndjson',
];

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  /** 0 to 1; 0 refuses. */
  readonly quality: number;
}

/**
 * Chooses the media type of the answer by the Accept header (RFC 9110 section 12.5.1).
 *
 * Of the ranges that fit a media type the most specific one gives its quality; parameters other than `q` are ignored;
 * `application/*+json` and `*+xml` stand for the plain type where nothing nearer does. The greatest quality wins, and
 * `preferred` decides between equals. Gives `undefined` if nothing is acceptable.
 */
export function negotiate(
  accept: string | undefined,
  preferred: AnswerFormat,
): ResponseMediaType | undefined {
  // What most clients send: one type, and nothing else will do.
  const only = RESPONSE_MEDIA_TYPES.find((mediaType) => mediaType === accept);
  if (only !== undefined) return only;
  // Empty elements of a list count for nothing (RFC 9110 section 5.6.1).
  const ranges = accept === undefined || /^[\s,]*$/.test(accept) ? [ANYTHING] : parseAccept(accept);
  let best: ResponseMediaType | undefined;
  let bestRank = 0;
  for (const mediaType of RESPONSE_MEDIA_TYPES) {
    const quality = qualityOf(mediaType, ranges);
    // Qualities have at most three decimals, so half a step decides between equals only.
    const rank = quality === 0 ? 0 : quality + (formatOf(mediaType) === preferred ? 0.0005 : 0);
    if (rank > bestRank) {
      best = mediaType;
      bestRank = rank;
    }
  }
  return best;
}

/** The shape of the answer that a media type stands for. */
export function formatOf(mediaType: ResponseMediaType): AnswerFormat {
  if (mediaType === 'application/json') return 'json';
  return mediaType === 'application/x-ndjson' ? 'ndjson' : 'xml';
}

/** Makes the 406 for an Accept header that nothing fits. */
export function notAcceptable(): BatchProblem {
  const detail = `The Accept header fits none of ${RESPONSE_MEDIA_TYPES.join(', ')}`;
  return new BatchProblem('not-acceptable', detail, { extensions: { available: RESPONSE_MEDIA_TYPES } });
}

const ANYTHING: MediaRange = { type: '*', subtype: '*', quality: 1 };
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const MEDIA_RANGE = new RegExp(`^\\s*(${TOKEN})/(${TOKEN})\\s*(?:;(.*))?$`, 's');
const QUALITY = /^\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i;

/** A part that is no media range counts as not sent. */
function parseAccept(accept: string): MediaRange[] {
  const ranges: MediaRange[] = [];
  for (const part of splitOutsideQuotes(accept, ',')) {
    const match = MEDIA_RANGE.exec(part);
    if (match === null) continue;
    const [, type = '', subtype = '', parameters = ''] = match;
    const quality = parseQuality(parameters);
    if (quality !== undefined)
      ranges.push({ type: type.toLowerCase(), subtype: subtype.toLowerCase(), quality });
  }
  return ranges;
}

function parseQuality(parameters: string): number | undefined {
  for (const parameter of splitOutsideQuotes(parameters, ';')) {
    if (!/^\s*q\s*=/i.test(parameter)) continue;
    const match = QUALITY.exec(parameter);
    return match === null ? undefined : Number(match[1]);
  }
  return 1;
}

function qualityOf(mediaType: ResponseMediaType, ranges: readonly MediaRange[]): number {
  let quality = 0;
  let bestSpecificity = 0;
  for (const range of ranges) {
    const specificity = specificityOf(range, mediaType);
    if (specificity === 0 || specificity < bestSpecificity) continue;
    quality = specificity === bestSpecificity ? Math.max(quality, range.quality) : range.quality;
    bestSpecificity = specificity;
  }
  return quality;
}

/** 4 the type itself, 3 its structured-syntax suffix, 2 `type/*`, 1 anything, 0 does not fit. */
function specificityOf(range: MediaRange, mediaType: ResponseMediaType): 0 | 1 | 2 | 3 | 4 {
  const slash = mediaType.indexOf('/');
  const type = mediaType.slice(0, slash);
  const subtype = mediaType.slice(slash + 1);
  if (range.type === '*') return range.subtype === '*' ? 1 : 0;
  if (range.subtype === '*') return range.type === type ? 2 : 0;
  if (range.type === type && range.subtype === subtype) return 4;
  return range.type === 'application' && type === 'application' && range.subtype.endsWith(`+${subtype}`)
    ? 3
    : 0;
}
