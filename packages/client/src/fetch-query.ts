import { isRedirect } from '@multistatus/wire';
import { discardBody } from './discard-body.js';

const MAX_REDIRECTS = 5;

/**
 * Sends a QUERY, and follows redirects within its origin (RFC 10008 section 2.5): 303 by a GET, the others by the same QUERY. Any
 * other redirect is returned, and so is each in a browser, which does not show where it leads.
 */
export async function fetchQuery(
  fetch: typeof globalThis.fetch,
  first: string,
  init: RequestInit & { readonly headers: Headers },
): Promise<Response> {
  let url = first;
  let request: RequestInit = init;
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(url, request);
    const target = redirects < MAX_REDIRECTS ? targetOf(response, url) : undefined;
    if (target === undefined) return response;
    discardBody(response);
    if (response.status === 303) request = toGet(init);
    url = target;
  }
}

function targetOf({ status, headers }: Response, url: string): string | undefined {
  const location = headers.get('location');
  if (!isRedirect(status) || location === null) return undefined;
  try {
    const target = new URL(location, url);
    return target.origin === new URL(url).origin ? target.href : undefined;
  } catch {
    return undefined;
  }
}

function toGet({ body: _body, ...init }: RequestInit & { readonly headers: Headers }): RequestInit {
  const headers = new Headers(init.headers);
  headers.delete('content-type');
  return { ...init, method: 'GET', headers };
}
