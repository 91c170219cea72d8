import type { StatusResponse } from '@multistatus/document';
import { headerOf, isRedirect } from '@multistatus/wire';
import type { Call } from './call.js';
import { hasBody } from './is-batchable.js';
import { readBytes } from './read-bytes.js';
import { markResponse } from './to-response.js';

/** Headers that describe a body, removed if the body is not sent again. */
const BODY_HEADERS = ['content-encoding', 'content-language', 'content-location', 'content-type'];
/** Headers that must not be sent to another origin. */
const CREDENTIAL_HEADERS = ['authorization', 'cookie', 'proxy-authorization'];

/**
 * Returns the target of a redirect; `undefined` if the outcome is not a redirect.
 *
 * @throws {TypeError} if the redirect mode of the request is "error", or the Location is not a URL, as `fetch` does.
 */
export function redirectOf({ request, url }: Call, outcome: StatusResponse): URL | undefined {
  if (!isRedirect(outcome.status)) return undefined;
  if (request.redirect === 'error') {
    throw new TypeError(`${request.method} ${request.url} was redirected, but redirect is "error"`);
  }
  const location = headerOf(outcome.headers, 'location') ?? outcome.location;
  if (location === undefined) return undefined;
  const target = new URL(location, url);
  target.hash ||= url.hash;
  return target;
}

/**
 * Follows a redirect with a separate request. Method, headers and body are those of the Fetch standard (section 4.5,
 * HTTP-redirect fetch): a POST becomes a GET after 301 or 302, and any method other than HEAD becomes a GET after 303.
 */
export async function followRedirect(
  { request, url }: Call,
  {
    fetch,
    status,
    target,
  }: { readonly fetch: typeof globalThis.fetch; readonly status: number; readonly target: URL },
): Promise<Response> {
  const { credentials, signal } = request;
  const isPost = request.method === 'POST' && (status === 301 || status === 302);
  const becomesGet = isPost || (status === 303 && request.method !== 'GET' && request.method !== 'HEAD');
  const headers = new Headers(request.headers);
  for (const name of becomesGet ? BODY_HEADERS : []) headers.delete(name);
  for (const name of target.origin === url.origin ? [] : CREDENTIAL_HEADERS) headers.delete(name);
  const keepsBody = !becomesGet && hasBody(request);
  const response = await fetch(
    new Request(target, {
      method: becomesGet ? 'GET' : request.method,
      headers,
      body: keepsBody ? ((await readBytes(request, Number.POSITIVE_INFINITY)) ?? null) : null,
      credentials,
      signal,
    }),
  );
  return markResponse(response, { url: response.url, redirected: true });
}
