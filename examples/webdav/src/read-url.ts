import type { Request } from 'express';
import { readPath } from './resource-path.js';

/**
 * Gives the path in the share that a URL in a header names (RFC 4918 section 8.3); `undefined` if the URL is of
 * another server or lies beside the share.
 *
 * @throws {Refusal} 400 if the path could not be one of the share.
 */
export function readUrl(reference: string, req: Request): string | undefined {
  const own = `http://${req.get('Host')}`;
  if (!URL.canParse(reference, own)) return undefined;
  const { protocol, host, pathname, hash } = new URL(reference, own);
  // The scheme is not compared: a proxy may have taken TLS off.
  if (!/^https?:$/.test(protocol) || hash !== '') return undefined;
  if (host !== new URL(`${protocol}//${req.get('Host')}`).host) return undefined;
  if (pathname !== req.baseUrl && !pathname.startsWith(`${req.baseUrl}/`)) return undefined;
  return readPath(pathname.slice(req.baseUrl.length));
}
