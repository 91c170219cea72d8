import type { Request } from 'express';
import { readPath } from './resource-path.js';

/**
 * Returns the path in the share that a URL in a header names (RFC 4918 section 8.3); `undefined` if the URL belongs to
 * another server or is outside the share.
 *
 * @throws {Refusal} 400 if no resource of the share could have that path.
 */
export function readUrl(reference: string, req: Request): string | undefined {
  const own = `http://${req.get('Host')}`;
  if (!URL.canParse(reference, own)) return undefined;
  const { protocol, host, pathname, hash } = new URL(reference, own);
  // The scheme is not compared, because a proxy may have terminated TLS.
  if (!/^https?:$/.test(protocol) || hash !== '') return undefined;
  if (host !== new URL(`${protocol}//${req.get('Host')}`).host) return undefined;
  if (pathname !== req.baseUrl && !pathname.startsWith(`${req.baseUrl}/`)) return undefined;
  return readPath(pathname.slice(req.baseUrl.length));
}
