import { splitOutsideQuotes, TOKEN_PATTERN } from '@multistatus/wire';

/** One element of an Accept header. */
export interface MediaRange {
  /** In lower case; `*` for every type. */
  readonly type: string;
  /** In lower case, without parameters; `*` for every subtype. */
  readonly subtype: string;
  /** 0 to 1; 0 refuses. */
  readonly quality: number;
}

const MEDIA_RANGE = new RegExp(`^\\s*(${TOKEN_PATTERN})/(${TOKEN_PATTERN})\\s*(?:;(.*))?$`, 's');
const QUALITY = /^\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i;
const ANY_TYPE: MediaRange = { type: '*', subtype: '*', quality: 1 };

/**
 * Returns the media ranges of an Accept header (RFC 9110 section 12.5.1).
 *
 * Without a header, or with one that has only empty elements (section 5.6.1), every media type is acceptable. An
 * element that is not a media range is ignored.
 */
export function parseAccept(accept: string | undefined): readonly MediaRange[] {
  if (accept === undefined || /^[\s,]*$/.test(accept)) return [ANY_TYPE];
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

/**
 * Returns the quality of a media type, from 0 to 1: that of the most specific of `ranges` that matches it, or 0 if none
 * does.
 *
 * Parameters other than `q` are ignored. `application/*+json` matches `application/json` if no more specific range
 * does.
 */
export function qualityOf(mediaType: string, ranges: readonly MediaRange[]): number {
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

/**
 * Returns 4 for the type itself, 3 for its structured-syntax suffix, 2 for `type/*`, 1 for any type, 0 for no match.
 */
function specificityOf(range: MediaRange, mediaType: string): 0 | 1 | 2 | 3 | 4 {
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
