import type { MultistatusResponse, Propstat } from '@multistatus/document';

/** Stands where a response would have no propstat left: nothing was found, and that is no failure (RFC 8144 section 2.1). */
const NO_PROPERTIES: Propstat = { status: 200, properties: [] };

/**
 * Leaves out of a response what `Prefer: return=minimal` can do without; a failure stays whole.
 *
 * Of PROPFIND and REPORT the properties that are not there (RFC 8144 section 2.1); of anything else but GET and HEAD
 * the bodies of successes.
 */
export function minimise(response: MultistatusResponse, method: string): MultistatusResponse {
  if (response.propstats !== undefined) {
    if (method !== 'PROPFIND' && method !== 'REPORT') return response;
    const [first = NO_PROPERTIES, ...rest] = response.propstats.filter(({ status }) => status !== 404);
    const propstats: readonly [Propstat, ...Propstat[]] = [first, ...rest];
    return { ...response, propstats };
  }
  const isSuccess = response.status >= 200 && response.status < 300;
  if (response.body === undefined || !isSuccess || method === 'GET' || method === 'HEAD') return response;
  return { ...response, body: undefined, bodyOmitted: 'minimal' };
}
