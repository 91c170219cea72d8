import type { DecodeContext } from '@multistatus/core';
import { isOwnHost } from '@multistatus/wire';

/**
 * Characters that clients send although no URL may have them: a request line or a JSON string carries them unchanged. Control
 * characters and lone surrogates are not among them: no client means those. A match is as long as possible, because a call for each
 * character would take long.
 */
const TO_ENCODE = /(?:%(?![0-9A-Fa-f]{2})|[ "#<>\\{}\u0080-\uD7FF\uE000-\u{10FFFF}])+/gu;

/** A URL with a host: `http://host/path`, or `//host/path`. */
const WITH_HOST = /^(?:https?:)?\/\/([^/?#]*)(.*)$/is;

/** A URL with another scheme than HTTP. */
const WITH_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Returns the service root: the option `root`, or else the path of the endpoint without its last segment. No slash at its end. */
export function serviceRootOf({ path, root }: Pick<DecodeContext, 'path' | 'root'>): string {
  return root ?? path.replace(/\/[^/]*$/, '');
}

/**
 * Returns the URL of a request as a path of this app: relative ones are resolved against the service root, absolute ones of the
 * own host (Host or X-Forwarded-Host) lose it, and characters that no URL may have are percent-encoded as UTF-8. A URL that
 * begins with `$` and the id of another request is left to the caller. Returns `undefined` for a URL of another host.
 *
 * Dot segments stay: the endpoint refuses them.
 */
export function toLocalUrl(
  target: string,
  context: Pick<DecodeContext, 'path' | 'root' | 'headers'>,
): string | undefined {
  const [, host, rest = ''] = WITH_HOST.exec(target) ?? [];
  if (host !== undefined) {
    if (!isOwnHost(host, context.headers)) return undefined;
    return encodeCharacters(rest.startsWith('/') ? rest : `/${rest}`);
  }
  if (WITH_SCHEME.test(target)) return undefined;
  return encodeCharacters(target.startsWith('/') ? target : `${serviceRootOf(context)}/${target}`);
}

/** Returns a URL in which each character that it may not have is percent-encoded. */
export function encodeCharacters(url: string): string {
  return url.replace(TO_ENCODE, encodeURIComponent);
}
