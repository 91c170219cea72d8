import type { BatchOptions, OperationAnswer } from '@multistatus/core';
import * as adapter from '@multistatus/core/adapter';

type Fetch = (request: Request) => Response | Promise<Response>;

/** Returns the handler of a batch endpoint. `sent` has the headers that the app has set on the response so far. */
export function batch(target: Fetch, options: BatchOptions<Request> = {}) {
  const handle = adapter.createBatchHandler(options);
  return async (request: Request, sent: Headers, parsedBody?: unknown): Promise<Response> => {
    const { host, origin } = new URL(request.url);
    const consumed = { kind: parsedBody === undefined ? 'consumed' : 'parsed', value: parsedBody } as const;
    const envelope: adapter.EnvelopeRequest = {
      method: request.method,
      url: request.url.slice(origin.length),
      headers: { host, ...toFields(request.headers) },
      body: request.bodyUsed ? consumed : { kind: 'stream', stream: request.body ?? new Blob([]).stream() },
      responseHeaders: toFields(sent),
      isOperation: adapter.activeOperationOf(request) !== undefined,
      outer: request,
      signal: request.signal,
    };
    return toResponse(await handle(envelope, dispatchTo(target, origin)), sent);
  };
}

function dispatchTo(target: Fetch, origin: string): adapter.Dispatch {
  return async ({ method, url, headers, body = null, maxResponseBytes: limit, context }) => {
    const { signal } = context;
    const request = new Request(origin + url, { method, headers: toPairs(headers), body, signal });
    if (body !== null) request.headers.set('content-length', String(body.byteLength));
    adapter.attachOperation(request, context);
    await new Promise((resolve) => setTimeout(resolve)); // a turn of its own, as a request from a socket has
    signal.throwIfAborted();
    const { status, headers: fields, body: stream } = await target(request);
    const read = await adapter.readAnswerBody(stream?.pipeThrough(new TransformStream(), { signal }), limit);
    return { status, headers: toFields(fields), ...read };
  };
}

function toResponse({ status, headers: own, body }: adapter.EnvelopeResponse, sent: Headers): Response {
  const headers = new Headers(toPairs({ ...toFields(sent), ...own }));
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  if (bytes instanceof Uint8Array) headers.set('content-length', String(bytes.byteLength)); // also for HEAD
  const isWhole = bytes === undefined || bytes instanceof Uint8Array;
  return new Response(isWhole ? bytes : ReadableStream.from(eachAsBytes(bytes)), { status, headers });
}

async function* eachAsBytes(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
}

function toFields(headers: Headers): OperationAnswer['headers'] {
  const cookies = headers.getSetCookie(); // the other fields are joined
  return { ...Object.fromEntries(headers), ...(cookies.length > 1 && { 'set-cookie': cookies }) };
}

function toPairs(fields: OperationAnswer['headers']): [string, string][] {
  return Object.entries(fields).flatMap(([n, all]) => [all].flat().map((v): [string, string] => [n, v]));
}
