import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  activeOperationOf,
  ClientConnection,
  type EnvelopeBody,
  type EnvelopeHeaders,
  type EnvelopeRequest,
} from '@multistatus/core/adapter';

/**
 * Returns the envelope of a request: what a handler of `@multistatus/core/adapter` takes.
 *
 * `url` is the target as received, mount paths included; `parsedBody` is what a body parser has left, if one ran; `outer`
 * is the request as the framework knows it.
 */
export function readEnvelope(
  req: IncomingMessage,
  res: ServerResponse,
  {
    url,
    parsedBody,
    outer,
  }: { readonly url: string; readonly parsedBody: unknown; readonly outer?: unknown },
): EnvelopeRequest {
  const client = new ClientConnection();
  // Also where something else has answered in the meantime; nothing runs any more after the batch's own answer.
  res.once('close', () => client.close());
  return {
    method: req.method ?? '',
    url,
    headers: withHost(req.headers),
    body: bodyOf(req, parsedBody),
    responseHeaders: res.getHeaders(),
    isOperation: activeOperationOf(req) !== undefined,
    outer,
    signal: client,
  };
}

/** HTTP/2 has `:authority` in place of Host (RFC 9113 section 8.3.1). */
function withHost(headers: IncomingMessage['headers']): EnvelopeHeaders {
  if (headers.host !== undefined) return headers;
  return { ...headers, host: (headers as EnvelopeHeaders)[':authority'] };
}

function bodyOf(req: IncomingMessage, parsedBody: unknown): EnvelopeBody {
  // Leaving the iterator early must not destroy the request: its socket has an answer to carry.
  if (!req.readableDidRead) return { kind: 'stream', stream: req.iterator({ destroyOnReturn: false }) };
  return parsedBody === undefined ? { kind: 'consumed' } : { kind: 'parsed', value: parsedBody };
}
