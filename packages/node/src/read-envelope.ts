import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  activeOperationOf,
  ClientConnection,
  type EnvelopeBody,
  type EnvelopeHeaders,
  type EnvelopeRequest,
} from '@multistatus/core/adapter';
import { RequestBody } from './request-body.js';

/**
 * Returns the envelope of a request, the argument of the handlers in `@multistatus/core/adapter`.
 *
 * `url` is the URL as received, including mount paths; `parsedBody` is the result of a body parser that ran before, if any;
 * `outer` is the request object of the framework.
 */
export function readEnvelope(
  req: IncomingMessage,
  res: ServerResponse,
  {
    url,
    parsedBody,
    outer,
    hasMonitors,
  }: {
    readonly url: string;
    readonly parsedBody: unknown;
    readonly outer?: unknown;
    readonly hasMonitors?: boolean;
  },
): EnvelopeRequest {
  const client = new ClientConnection();
  // Also if something else has answered. After the batch's own answer nothing is running: this only ends its load.
  const close = (): void => client.close();
  // Not once(), which allocates a wrapper for each: a second call has no effect.
  res.on('close', close).on('finish', close);
  return {
    method: req.method ?? '',
    url,
    headers: withHost(req.headers),
    body: bodyOf(req, parsedBody),
    responseHeaders: res.getHeaders(),
    isOperation: activeOperationOf(req) !== undefined,
    hasMonitors,
    outer,
    signal: client,
    isSendTracked: true,
  };
}

/** Adds the header Host, in place of which HTTP/2 has `:authority` (RFC 9113 section 8.3.1). */
function withHost(headers: IncomingMessage['headers']): EnvelopeHeaders {
  if (headers.host !== undefined) return headers;
  return { ...headers, host: (headers as EnvelopeHeaders)[':authority'] };
}

function bodyOf(req: IncomingMessage, parsedBody: unknown): EnvelopeBody {
  if (!req.readableDidRead) return new RequestBody(req);
  return parsedBody === undefined ? { kind: 'consumed' } : { kind: 'parsed', value: parsedBody };
}
