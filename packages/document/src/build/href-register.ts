import type { MultistatusResponse } from '../multistatus.js';
import { originOf } from './check-href.js';
import { quoteValue, ruleViolation } from './rule-violation.js';

/** Tracks the hrefs of a report, for the rules that concern several responses. */
export interface HrefRegister {
  /**
   * Registers the hrefs of responses, all or none.
   *
   * @throws {RangeError} naming X7 for an href that occurs twice in a response or in responses without id, X13 if
   *   absolute paths and URIs are mixed, X15 for URIs of two origins.
   */
  add(responses: readonly MultistatusResponse[]): void;
}

/** Creates an empty register. */
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
  return ruleViolation('X7', `href ${quoteValue(href)} is already in the report; ${advice}`);
}

function checkOrigin(href: string, expected: string | undefined): string {
  const origin = originOf(href);
  if (expected === undefined || origin === expected) return origin;
  if (origin === '' || expected === '') {
    const advice = 'use absolute paths for all, or absolute URIs for all (RFC 4918 section 8.3)';
    throw ruleViolation('X13', `href ${quoteValue(href)} differs in form from those before it; ${advice}`);
  }
  throw ruleViolation(
    'X15',
    `href ${quoteValue(href)} must begin with ${expected}, like those before it (RFC 4918 section 8.3)`,
  );
}
