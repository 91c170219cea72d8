import { isOwnHost } from '@multistatus/wire';
import type { EnvelopeHeaders } from '../http/envelope.js';

const ABSOLUTE = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)(.*)$/is;
const HTTP = /^https?$/i;
/** Characters that clients of OData and Graph do not always encode. A lone surrogate has no encoding, and is left. */
const NOT_ENCODED = /[ "<>]|[^\p{ASCII}\p{Surrogate}]/gu;

/** What a URL is relative to. */
export interface UrlBase {
  /** A path without a slash at its end, as the client sees it; `''` for the root of the host. */
  readonly root: string;
  /** The headers of the batch request, which name the host. */
  readonly headers: EnvelopeHeaders;
}

/**
 * Returns the URL of an operation as the path of this app that it stands for: a relative one is resolved against `root`, an absolute
 * one of the own host (Host or X-Forwarded-Host) loses scheme and host, and characters that a URL cannot have are percent-encoded.
 * Braces are left, and so is what no path of this app may have, such as dot-segments. Returns `undefined` for a URL of another host.
 */
export function toLocalUrl(url: string, { root, headers }: UrlBase): string | undefined {
  const [, scheme, host = '', rest = ''] = ABSOLUTE.exec(url) ?? [];
  if (scheme !== undefined && !(HTTP.test(scheme) && isOwnHost(host, headers))) return undefined;
  const path = scheme === undefined ? resolvePath(url, root) : resolvePath(rest, '');
  return path.replace(NOT_ENCODED, encodeURIComponent);
}

function resolvePath(url: string, root: string): string {
  if (url.startsWith('/')) return url;
  return url.startsWith('?') && root !== '' ? `${root}${url}` : `${root}/${url}`;
}
