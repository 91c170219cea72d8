import type { DecodeContext } from '@multistatus/core';

/** Returns the service root: the option `root`, or else the path of the endpoint without its last segment. No slash at its end. */
export function serviceRootOf({ path, root }: Pick<DecodeContext, 'path' | 'root'>): string {
  return root ?? path.replace(/\/[^/]*$/, '');
}

/**
 * Returns the URL of a request as a path of this app: relative ones are resolved against the service root, absolute ones of the
 * own host (Host or X-Forwarded-Host) lose it, and characters that no URL may have are percent-encoded as UTF-8. A URL that
 * begins with `$` and the id of another request is left to the caller. Returns `undefined` for a URL of another host.
 */
export function toLocalUrl(
  _target: string,
  _context: Pick<DecodeContext, 'path' | 'root' | 'headers'>,
): string | undefined {
  throw new Error('not written yet');
}
