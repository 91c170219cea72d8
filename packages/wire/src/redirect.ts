const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Checks whether a response with this status sends its client to its Location (RFC 4918 section 13.2, and 308 of RFC 9110
 * section 15.4.9). A 304 does not.
 */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}
