import type { MultistatusResponse } from '../multistatus.js';
import { toHref } from '../to-href.js';

const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i;
const UNRESERVED = /[A-Za-z0-9\-._~]/;

/** Groups responses by the {@link toHrefKey} of their hrefs. */
export function groupByHref(
  responses: readonly MultistatusResponse[],
): ReadonlyMap<string, readonly MultistatusResponse[]> {
  const groups = new Map<string, MultistatusResponse[]>();
  for (const response of responses) {
    for (const href of response.hrefs ?? [response.href]) {
      const key = toHrefKey(href);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [response]);
      else group.push(response);
    }
  }
  return groups;
}

/**
 * Returns a key that is equal for two hrefs of the same resource on a server: path and query without the origin, with
 * triplets in the normal form of RFC 3986 section 6.2.2.
 */
export function toHrefKey(href: string): string {
  const encoded = toHref(href).replace(/%[0-9a-f]{2}/gi, toNormalTriplet);
  const [origin = ''] = ORIGIN.exec(encoded) ?? [];
  const path = encoded.slice(origin.length);
  return origin === '' || path.startsWith('/') ? path : `/${path}`;
}

function toNormalTriplet(triplet: string): string {
  const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
  return UNRESERVED.test(character) ? character : triplet.toUpperCase();
}
