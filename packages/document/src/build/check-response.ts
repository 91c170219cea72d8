import { isRedirect } from '@multistatus/wire';
import type { Propstat } from '../multistatus.js';
import { quoteValue, ruleViolation } from './rule-violation.js';

/** The members that decide the form of a response. They are `unknown` because callers may not use TypeScript. */
export interface ResponseForm {
  readonly href?: unknown;
  readonly hrefs?: unknown;
  readonly status?: unknown;
  readonly propstats?: unknown;
}

/**
 * Checks that a response is in one of its two forms: with a status, or with propstats.
 *
 * @throws {RangeError} naming X6 or X8 if a member is missing, or if members exclude each other.
 * @throws {TypeError} if `hrefs` or `propstats` is not an array.
 */
export function checkForm({ href, hrefs, status, propstats }: ResponseForm): void {
  checkList('hrefs', hrefs);
  checkList('propstats', propstats);
  if ((href === undefined) === (hrefs === undefined)) {
    throw ruleViolation(
      'X6',
      'a response needs href, or hrefs for several resources, not both (RFC 4918 section 13)',
    );
  }
  if (Array.isArray(hrefs) && hrefs.length === 0) {
    throw ruleViolation('X6', 'hrefs must name at least one resource (RFC 4918 section 13)');
  }
  if ((status === undefined) === (propstats === undefined)) {
    throw ruleViolation('X8', 'a response needs status or propstats, not both (RFC 4918 section 14.24)');
  }
  if (propstats !== undefined && hrefs !== undefined) {
    throw ruleViolation(
      'X8',
      'a response with propstats has one href; add one response per href (RFC 4918 section 14.24)',
    );
  }
  if (Array.isArray(propstats) && propstats.length === 0) {
    throw ruleViolation('X8', 'propstats must not be empty (RFC 4918 section 14.24)');
  }
}

/** @throws {RangeError} naming X12 if a status is not final, that is, not an integer from 200 to 599. */
export function checkStatus(status: unknown): void {
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return;
  throw ruleViolation(
    'X12',
    `status must be an integer from 200 to 599, got ${quoteValue(status)} (RFC 4918 section 13)`,
  );
}

/** @throws {RangeError} naming X21 if a redirect has no location. */
export function checkRedirect(status: number, location: string | undefined): void {
  if (location !== undefined || !isRedirect(status)) return;
  throw ruleViolation('X21', `a response with status ${status} needs a location (RFC 4918 section 13.2)`);
}

/** @throws {RangeError} naming X28 if a property occurs twice in a response. */
export function checkProperties(propstats: readonly Propstat[]): void {
  const names = new Set<string>();
  for (const { name } of propstats.flatMap(({ properties }) => properties)) {
    if (names.has(name)) {
      throw ruleViolation(
        'X28',
        `property ${quoteValue(name)} may occur only once in a response (RFC 4918 section 9.1)`,
      );
    }
    names.add(name);
  }
}

function checkList(name: string, value: unknown): void {
  if (value === undefined || Array.isArray(value)) return;
  throw new TypeError(`${name} must be an array, got ${quoteValue(value)}`);
}
