import { firstValue, parseMediaType, splitOutsideQuotes } from '@multistatus/wire';
import type { EnvelopeFields } from '../request/envelope-fields.js';
import { accepts401 } from './version-headers.js';

export const MULTIPART = 'multipart/mixed';
export const JSON_TYPE = 'application/json';

/** Checks whether the body of a request is `multipart/mixed`. */
export function isMultipart(headers: EnvelopeFields): boolean {
  return parseMediaType(firstValue(headers['content-type']))?.type === MULTIPART;
}

/**
 * Returns the media type of the answer to a batch. Most clients that send multipart name JSON in Accept, which they mean for the
 * requests, and can only read multipart. So multipart is answered by JSON only to a client of OData 4.01.
 */
export function answerTypeOf(headers: EnvelopeFields): string {
  const namesMultipart = names(MULTIPART, headers);
  const namesJson = names(JSON_TYPE, headers);
  if (isMultipart(headers))
    return namesJson && !namesMultipart && accepts401(headers) ? JSON_TYPE : MULTIPART;
  return namesMultipart && !namesJson ? MULTIPART : JSON_TYPE;
}

/** Checks whether Accept has this media type itself, and not with a quality of 0. */
function names(mediaType: string, headers: EnvelopeFields): boolean {
  return splitOutsideQuotes(firstValue(headers['accept']) ?? '', ',').some(
    (range) => parseMediaType(range)?.type === mediaType && !/;\s*q\s*=\s*0(?:\.0*)?\s*(?:;|$)/i.test(range),
  );
}
