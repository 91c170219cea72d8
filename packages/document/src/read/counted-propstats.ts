import type { Propstat, PropstatResponse } from '../multistatus.js';

/**
 * Returns the propstats that decide whether a response failed; an empty array if none of them reports a result.
 *
 * - A property that does not exist (404) is an answer to a PROPFIND or REPORT, not a failure. A PROPPATCH (`isPatch`)
 *   has no use for it (RFC 4918 sections 9.1.1 and 9.2.1), so there it is a failure like any other status.
 * - A propstat without properties says nothing beside one that has some, because some servers send every group. It does
 *   if it has a reason, that is, an error or a description, and its status is not 404.
 * - If none has properties, a 418 says nothing: sabre/dav sends it when all properties are absent, and were to be left
 *   out (RFC 8144 section 2.1). A 404 says nothing beside a 2xx. Alone it concerns the resource.
 */
export function countedPropstats({ propstats }: PropstatResponse, isPatch: boolean): Propstat[] {
  const hasProperties = propstats.some(({ properties }) => properties.length > 0);
  const hasSuccess = propstats.some(({ status }) => status >= 200 && status < 300);
  return propstats.filter((propstat) => {
    const { status, properties } = propstat;
    if (properties.length > 0) return isPatch || status !== 404;
    if (hasReason(propstat)) return !(status === 404 && (hasProperties || hasSuccess));
    return !hasProperties && status !== 418 && !(status === 404 && hasSuccess);
  });
}

/** Checks whether a response says that the resource has none of the properties, and nothing else. */
export function hasOnlyAbsent({ propstats }: PropstatResponse): boolean {
  const named = propstats.filter(({ properties }) => properties.length > 0);
  return named.length > 0 && named.every(({ status }) => status === 404);
}

function hasReason({ error, description }: Propstat): boolean {
  return error !== undefined || description !== undefined;
}
