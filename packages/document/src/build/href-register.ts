import type { MultistatusResponse } from '../multistatus.js';
import { originOf } from './check-href.js';
import { quote, ruleBreach } from './rule-breach.js';

/** The hrefs of a report, for the rules that several responses break together. */
export interface HrefRegister {
  /**
   * Takes in the hrefs of responses, all or none.
   *
   * @throws {RangeError} naming X7 for an href that stands twice in a response or in responses without id, X13 where
   *   absolute paths and URIs are mixed, X15 for URIs of two origins.
   */
  add(responses: readonly MultistatusResponse[]): void;
}

/** Gives a register without hrefs. */
export function createHrefRegister(): HrefRegister {
  const taken = new Set<string>();
  let origin: string | undefined;
  return {
    add(responses) {
      let addedOrigin = origin;
      const added = new Set<string>();
      for (const response of responses) {
        const hrefs = response.hrefs ?? [response.href];
        for (const href of hrefs) addedOrigin = checkOrigin(href, addedOrigin);
        if (new Set(hrefs).size < hrefs.length)
          throw repeat(hrefs.find((href, at) => hrefs.indexOf(href) < at));
        if (response.id !== undefined) continue;
        for (const href of hrefs) {
          if (taken.has(href) || added.has(href)) throw repeat(href);
          added.add(href);
        }
      }
      origin = addedOrigin;
      for (const href of added) taken.add(href);
    },
  };
}

function repeat(href: string | undefined): RangeError {
  const advice = 'report a resource once, or give its responses ids (RFC 4918 section 14.24)';
  return ruleBreach('X7', `href ${quote(href)} is in the report already; ${advice}`);
}

function checkOrigin(href: string, expected: string | undefined): string {
  const origin = originOf(href);
  if (expected === undefined || origin === expected) return origin;
  if (origin === '' || expected === '') {
    const advice = 'use absolute paths for all, or absolute URIs for all (RFC 4918 section 8.3)';
    throw ruleBreach('X13', `href ${quote(href)} is of another form than those before it; ${advice}`);
  }
  throw ruleBreach(
    'X15',
    `href ${quote(href)} must begin with ${expected} as those before it (RFC 4918 section 8.3)`,
  );
}
