import type { DecodeContext, DecodedBody } from '@multistatus/core';
import { firstValue, isOwnHost, parseMediaType } from '@multistatus/wire';
import {
  type Field,
  MultipartError,
  type Part,
  readHttpRequest,
  withoutOuterLineBreaks,
} from '@multistatus/wire/multipart';
import { encodePath } from '../encode-path.js';

/** The request in a part. */
export interface PartRequest {
  readonly contentId: string | undefined;
  readonly method: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly body: DecodedBody | undefined;
}

/** The most bytes that the head of a part may have, and that of the request in it. */
export const MAX_HEAD_BYTES = 16_384;

/** Fields about the message that the part is, or about a connection. Clients send them; they mean nothing to the app. */
const IGNORED: ReadonlySet<string> = new Set([
  ...['host', 'content-length', 'transfer-encoding', 'connection', 'keep-alive', 'te', 'trailer', 'upgrade'],
  ...['expect', 'accept-encoding', 'mime-version', 'content-transfer-encoding', 'content-id'],
]);

/**
 * Returns the request in a part. `envelope` has the headers of the batch request.
 *
 * @throws {MultipartError} if the part has none, or its URL is on another host.
 */
export function readRequest({ headers, body }: Part, envelope: DecodeContext['headers']): PartRequest {
  if (parseMediaType(headers['content-type'])?.type !== 'application/http')
    throw new MultipartError('its Content-Type is not application/http');
  const { method, target, fields, body: sent } = readHttpRequest(body, { maxHeadBytes: MAX_HEAD_BYTES });
  // The clients write empty lines around bodies, also where there is none.
  const bytes = withoutOuterLineBreaks(sent);
  return {
    contentId: headers['content-id'],
    method,
    url: toPath(target, envelope),
    fields: toHeaders(fields, firstValue(envelope['authorization'])),
    body: bytes.length === 0 ? undefined : { kind: 'bytes', bytes },
  };
}

/** Returns the path and query of a URL. Google's batches have nothing else, but some of its clients send whole URLs. */
function toPath(target: string, envelope: DecodeContext['headers']): string {
  const [origin = '', host] = /^https?:\/\/([^/?#]*)/i.exec(target) ?? [];
  if (host !== undefined && !isOwnHost(host, envelope))
    throw new MultipartError(`its URL is on another host, ${host}`);
  const path = target.slice(origin.length);
  // A relative URL such as $~1 would be a reference to another request.
  if (!path.startsWith('/')) throw new MultipartError('its URL is not an absolute path, such as /albums/4');
  return encodePath(path);
}

/** Returns the fields of a request. It inherits `authorization`, so it need not repeat it; the core refuses a different one. */
function toHeaders(fields: readonly Field[], authorization: string | undefined): Record<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of fields) {
    const lowerCase = name.toLowerCase();
    if (IGNORED.has(lowerCase) || (lowerCase === 'authorization' && value === authorization)) continue;
    const before = headers.get(lowerCase);
    headers.set(lowerCase, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}
