import type { IncomingMessage, ServerResponse } from 'node:http';
import { type EnvelopeBody, type EnvelopeRequest, isOperation } from '@multistatus/core';

type ExpressRequest = IncomingMessage & { readonly originalUrl?: string; readonly body?: unknown };

/** Turns the request of a batch into what the engine reads. */
export function readEnvelope(req: ExpressRequest, res: ServerResponse): EnvelopeRequest {
  const clientGone = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) clientGone.abort();
  });
  return {
    method: req.method ?? '',
    url: req.originalUrl ?? req.url ?? '/',
    headers: req.headers,
    body: readBody(req),
    responseHeaders: res.getHeaders(),
    isOperation: isOperation(req),
    signal: clientGone.signal,
  };
}

function readBody(req: ExpressRequest): EnvelopeBody {
  // Leaving the iterator early must not destroy the request: its socket has an answer to carry.
  if (!req.readableDidRead) return { kind: 'stream', stream: req.iterator({ destroyOnReturn: false }) };
  return req.body === undefined ? { kind: 'consumed' } : { kind: 'parsed', value: req.body };
}
