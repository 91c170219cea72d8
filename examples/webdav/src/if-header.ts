import type { Request } from 'express';
import { readUrl } from './read-url.js';
import { Refusal } from './refusal.js';

const LIST = /\s*(?:<([^>]*)>\s*)?\(((?:\s*(?:Not\s*)?(?:<[^>]*>|\[(?:W\/)?"[^"]*"\]))+\s*)\)\s*/giy;
const CONDITION = /(Not\s*)?(?:<[^>]*>|\[((?:W\/)?"[^"]*")\])/gi;

/**
 * Checks whether the If header is true: one of its lists is, if all of its conditions are (RFC 4918 section 10.4).
 *
 * A share without locks matches no state token. `etagAt` returns the entity tag of the resource at a path in the share.
 * Without a path, it returns that of the request's own resource.
 *
 * @throws {Refusal} 400 if the header is malformed.
 */
export async function holdsIf(
  header: string,
  req: Request,
  etagAt: (path: string | undefined) => Promise<string | undefined>,
): Promise<boolean> {
  const lists = [...header.matchAll(LIST)];
  if (lists.length === 0 || lists.map(([list]) => list).join('') !== header) {
    throw new Refusal(400, 'The If header is malformed.');
  }

  let etag = await etagAt(undefined);
  let holds = false;
  for (const [, url, conditions = ''] of lists) {
    // A tag applies to all lists that follow it, up to the next tag.
    if (url !== undefined) {
      const path = readUrl(url, req);
      etag = path === undefined ? undefined : await etagAt(path);
    }
    holds ||= [...conditions.matchAll(CONDITION)].every(([, not, wanted]) => {
      const matches = wanted !== undefined && wanted === etag;
      return matches === (not === undefined);
    });
  }
  return holds;
}
