import { isRedirect } from '@multistatus/wire';
import type { Propstat } from '../multistatus.js';
import { quote, ruleBreach } from './rule-breach.js';

/** The members that give a response its form; a program without types may give any of them anything. */
export interface ResponseForm {
  readonly href?: unknown;
  readonly hrefs?: unknown;
  readonly status?: unknown;
  readonly propstats?: unknown;
}

/**
 * Checks that a response is in one of its two forms: with a status, or with propstats.
 *
 * @throws {RangeError} naming X6 or X8 where a member is missing, or members exclude each other.
 * @throws {TypeError} if hrefs or propstats are no array.
 */
export function checkForm({ href, hrefs, status, propstats }: ResponseForm): void {
  checkList('hrefs', hrefs);
  checkList('propstats', propstats);
  if ((href === undefined) === (hrefs === undefined)) {
    throw ruleBreach(
      'X6',
      'a response needs href, or hrefs for several resources, not both (RFC 4918 section 13)',
    );
  }
  if (Array.isArray(hrefs) && hrefs.length === 0) {
    throw ruleBreach('X6', 'hrefs must name a resource at least (RFC 4918 section 13)');
  }
  if ((status === undefined) === (propstats === undefined)) {
    throw ruleBreach('X8', 'a response needs status or propstats, not both (RFC 4918 section 14.24)');
  }
  if (propstats !== undefined && hrefs !== undefined) {
    throw ruleBreach(
      'X8',
      'a response with propstats has one href; add one response each (RFC 4918 section 14.24)',
    );
  }
  if (Array.isArray(propstats) && propstats.length === 0) {
    throw ruleBreach('X8', 'propstats must hold one at least (RFC 4918 section 14.24)');
  }
}

/** @throws {RangeError} naming X12 if a status is not a final one, an integer from 200 to 599. */
export function checkStatus(status: unknown): void {
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return;
  throw ruleBreach(
    'X12',
    `status must be an integer from 200 to 599, got ${quote(status)} (RFC 4918 section 13)`,
  );
}

/** @throws {RangeError} naming X21 if a redirect does not say where to. */
export function checkRedirect(status: number, location: string | undefined): void {
  if (location !== undefined || !isRedirect(status)) return;
  throw ruleBreach('X21', `a response with status ${status} needs a location (RFC 4918 section 13.2)`);
}

/** @throws {RangeError} naming X28 if a property stands twice in a response. */
export function checkProperties(propstats: readonly Propstat[]): void {
  const names = new Set<string>();
  for (const { name } of propstats.flatMap(({ properties }) => properties)) {
    if (names.has(name)) {
      throw ruleBreach('X28', `property ${quote(name)} may stand once in a response (RFC 4918 section 9.1)`);
    }
    names.add(name);
  }
}

function checkList(name: string, value: unknown): void {
  if (value === undefined || Array.isArray(value)) return;
  throw new TypeError(`${name} must be an array, got ${quote(value)}`);
}
