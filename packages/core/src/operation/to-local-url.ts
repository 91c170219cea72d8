import { firstValue } from '@multistatus/wire';
import type { EnvelopeHeaders } from '../http/envelope.js';

const ABSOLUTE = /^(https?:)\/\/([^/?#]*)(.*)$/is;
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
  const [, scheme, authority = '', rest = ''] = ABSOLUTE.exec(url) ?? [];
  if (scheme !== undefined && !isOwnHost(scheme, authority, headers)) return undefined;
  const local = scheme === undefined ? url : rest;
  return resolvePath(local, scheme === undefined ? root : '').replace(NOT_ENCODED, encodeURIComponent);
}

function resolvePath(url: string, root: string): string {
  if (url.startsWith('/')) return url;
  return url.startsWith('?') && root !== '' ? `${root}${url}` : `${root}/${url}`;
}

function isOwnHost(scheme: string, authority: string, headers: EnvelopeHeaders): boolean {
  const host = hostOf(scheme, authority);
  const own = [firstValue(headers['host']), firstValue(headers['x-forwarded-host'])];
  return host !== undefined && own.some((name) => name !== undefined && hostOf(scheme, name) === host);
}

/** Returns host and port in lower case, without the default port of the scheme; `undefined` if they are not valid. */
function hostOf(scheme: string, authority: string): string | undefined {
  if (authority.includes('@') || !URL.canParse(`${scheme}//${authority}`)) return undefined;
  return new URL(`${scheme}//${authority}`).host;
}
