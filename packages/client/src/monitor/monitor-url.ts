import { ANY_ORIGIN, endpointUrl, pageUrl } from '../endpoint-url.js';

/**
 * Returns the URL of a monitor that a server has sent in an answer from `base`. It is relative, without an origin, if `base` is, and
 * there is no page.
 *
 * @throws {TypeError} if it is not an HTTP URL, or if it is at another origin than `base` and `allowedOrigin`: requests to it
 *   have the credentials of the client.
 */
export function monitorUrl(reference: string, base: string, allowedOrigin?: string): string {
  const from = endpointUrl('send', base, pageUrl() ?? ANY_ORIGIN);
  const url = endpointUrl('monitor', reference, from.href);
  url.hash = '';
  if (url.origin !== from.origin && url.origin !== allowedOrigin) {
    const advice = 'set respondAsync.monitorOrigin to this origin if you trust it';
    throw new TypeError(`The monitor is at another origin, ${url.origin}, and was not asked; ${advice}`);
  }
  return url.href.startsWith(ANY_ORIGIN) ? url.pathname + url.search : url.href;
}
