import type { MultistatusResponse, Propstat, ResponseClass } from '@multistatus/document';

/**
 * The propstat of a response whose propstats are all omitted: that no property exists is not a failure (RFC 8144
 * section 2.1).
 */
const NO_PROPERTIES: Propstat = { status: 200, properties: [] };

/**
 * Returns a response without the parts that `Prefer: return=minimal` allows to omit. A failure is returned unchanged.
 *
 * For PROPFIND and REPORT these are the properties that do not exist (RFC 8144 section 2.1). For all methods but GET
 * and HEAD they are the bodies of successes.
 */
export function minimise(
  response: MultistatusResponse,
  { method, result }: { readonly method: string; readonly result: ResponseClass },
): MultistatusResponse {
  if (response.propstats !== undefined) {
    if (method !== 'PROPFIND' && method !== 'REPORT') return response;
    const [first = NO_PROPERTIES, ...rest] = response.propstats.filter(({ status }) => status !== 404);
    const propstats: readonly [Propstat, ...Propstat[]] = [first, ...rest];
    return { ...response, propstats };
  }
  if (response.body === undefined || result !== 'succeeded' || method === 'GET' || method === 'HEAD') {
    return response;
  }
  return { ...response, body: undefined, bodyOmitted: 'minimal' };
}
