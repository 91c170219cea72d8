import { toHref } from '../to-href.js';
import { quoteValue, ruleViolation } from './rule-violation.js';

const ORIGIN = /^[a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?/i;
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

interface HrefIssue {
  readonly rule: 'X14' | 'X17';
  readonly advice: string;
}

/** @throws {RangeError} naming X14 or X17 if an href is not a Simple-ref (RFC 4918 section 8.3). */
export function checkHref(href: string): void {
  const issue = findIssue(href);
  if (issue !== undefined) throw ruleViolation(issue.rule, `href ${quoteValue(href)} ${issue.advice}`);
}

/** @throws {RangeError} naming X20 if a location is not a Simple-ref (RFC 4918 sections 8.3 and 14.9). */
export function checkLocation(location: string): void {
  const issue = findIssue(location);
  if (issue !== undefined) throw ruleViolation('X20', `location ${quoteValue(location)} ${issue.advice}`);
}

/** Checks whether a text is an absolute URI without a fragment, as a sync-token must be (RFC 6578 section 4). */
export function isAbsoluteUri(text: string): boolean {
  return originOf(text) !== '' && toHref(text) === text;
}

/** Returns the scheme and authority of an href, in lower case; the empty string for an absolute path. */
export function originOf(href: string): string {
  return ORIGIN.exec(href)?.[0].toLowerCase() ?? '';
}

function findIssue(href: unknown): HrefIssue | undefined {
  const issue = (rule: 'X14' | 'X17', advice: string): HrefIssue => ({ rule, advice });
  const section = '(RFC 4918 section 8.3)';
  if (typeof href !== 'string') return issue('X14', `must be a string: an absolute path or URI ${section}`);
  if (href.includes('#')) return issue('X14', `must have no fragment; cut it off at # ${section}`);
  const origin = originOf(href);
  if (origin === '' && !/^\/(?!\/)/.test(href)) {
    return issue('X14', `must be an absolute path that begins with one slash, or an absolute URI ${section}`);
  }
  const [path = ''] = href.slice(origin.length).split('?', 1);
  if (DOT_SEGMENT.test(path)) return issue('X14', `must have no dot-segment; resolve it first ${section}`);
  if (toHref(href) !== href) {
    return issue('X17', 'must be percent-encoded; pass it through encodeURI (RFC 4918 section 8.3.1)');
  }
  return undefined;
}
