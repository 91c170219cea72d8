import { toHref } from '../to-href.js';
import { quote, ruleBreach } from './rule-breach.js';

const ORIGIN = /^[a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?/i;
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

interface HrefFault {
  readonly rule: 'X14' | 'X17';
  readonly advice: string;
}

/** @throws {RangeError} naming X14 or X17 if an href is no Simple-ref (RFC 4918 section 8.3). */
export function checkHref(href: string): void {
  const fault = findFault(href);
  if (fault !== undefined) throw ruleBreach(fault.rule, `href ${quote(href)} ${fault.advice}`);
}

/** @throws {RangeError} naming X20 if a location is no Simple-ref (RFC 4918 sections 8.3 and 14.9). */
export function checkLocation(location: string): void {
  const fault = findFault(location);
  if (fault !== undefined) throw ruleBreach('X20', `location ${quote(location)} ${fault.advice}`);
}

/** Tells whether a text is an absolute URI without fragment, as a sync-token has to be (RFC 6578 section 4). */
export function isAbsoluteUri(text: string): boolean {
  return originOf(text) !== '' && toHref(text) === text;
}

/** Gives the scheme and authority of an href, in lower case; the empty string for an absolute path. */
export function originOf(href: string): string {
  return ORIGIN.exec(href)?.[0].toLowerCase() ?? '';
}

function findFault(href: unknown): HrefFault | undefined {
  const fault = (rule: 'X14' | 'X17', advice: string): HrefFault => ({ rule, advice });
  const section = '(RFC 4918 section 8.3)';
  if (typeof href !== 'string') return fault('X14', `must be a text: an absolute path or URI ${section}`);
  if (href.includes('#')) return fault('X14', `must have no fragment; cut it off at # ${section}`);
  const origin = originOf(href);
  if (origin === '' && !/^\/(?!\/)/.test(href)) {
    return fault('X14', `must be an absolute path with one slash before it, or an absolute URI ${section}`);
  }
  const [path = ''] = href.slice(origin.length).split('?', 1);
  if (DOT_SEGMENT.test(path)) return fault('X14', `must have no dot-segment; resolve it first ${section}`);
  if (toHref(href) !== href) {
    return fault('X17', 'must be percent-encoded; pass it through encodeURI (RFC 4918 section 8.3.1)');
  }
  return undefined;
}
