const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Checks whether a status redirects the client to the Location of the response (RFC 4918 section 13.2, and for 308 RFC
 * 9110 section 15.4.9). 304 does not.
 */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}
