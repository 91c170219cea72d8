import { isToken, TOKEN_PATTERN } from '../field-syntax.js';
import { splitOutsideQuotes } from '../split-outside-quotes.js';

const MULTIPART = new RegExp(`^multipart/${TOKEN_PATTERN}$`, 'i');
// No two adjacent patterns match the same white space: such a regular expression would take quadratic time.
const BOUNDARY = /^boundary[\t ]*=[\t ]*(?:"((?:[^"\\]|\\.)*)"|([^"\t ][^"]*))$/i;
/** Printable ASCII, without a space at the end: readers take that for padding. RFC 2046 allows less, clients send more. */
const USABLE = /^[\x20-\x7e]*[\x21-\x7e]$/;

/**
 * Returns the boundary of a `multipart/...` content type (RFC 2046 section 5.1.1), or `undefined` if it has none that can
 * be used. It may be quoted or not, be anywhere among the parameters, and contain characters that should be quoted, such as
 * `=`. If there are several, the first one counts.
 */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const [type = '', ...parameters] = splitOutsideQuotes(contentType ?? '', ';');
  if (!MULTIPART.test(type.trim())) return undefined;
  for (const parameter of parameters) {
    const match = BOUNDARY.exec(parameter.trim());
    if (match === null) continue;
    const boundary = match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '';
    return USABLE.test(boundary) ? boundary : undefined;
  }
  return undefined;
}

/**
 * Returns the Content-Type of a `multipart/mixed` body. The boundary is in quotes only if it must be, and after one space: several
 * clients read no other form.
 *
 * @throws {RangeError} if no line could have the boundary.
 */
export function multipartType(boundary: string): string {
  if (!USABLE.test(boundary)) throw new RangeError(`${JSON.stringify(boundary)} cannot be a boundary`);
  const value = isToken(boundary) ? boundary : `"${boundary.replace(/["\\]/g, '\\$&')}"`;
  return `multipart/mixed; boundary=${value}`;
}
