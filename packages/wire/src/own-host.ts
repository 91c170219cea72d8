import { firstValue } from './header-value.js';

/**
 * Checks whether a host, with its port if it has one, is the one that the client of a request has called: that of its header Host, or
 * of X-Forwarded-Host if there is a proxy. The default ports of HTTP and HTTPS count as none.
 */
export function isOwnHost(
  host: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): boolean {
  const forwarded = firstValue(headers['x-forwarded-host'])?.split(',') ?? [];
  return [firstValue(headers['host']) ?? '', ...forwarded].some(
    (own) => own !== '' && normalise(own) === normalise(host),
  );
}

function normalise(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/:(?:80|443)?$/, '');
}
