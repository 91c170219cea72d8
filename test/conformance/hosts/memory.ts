import { STATUS_CODES } from 'node:http';
import type { BatchOptions } from '@multistatus/core';
import {
  createBatchEndpoint,
  type Dispatch,
  type EnvelopeRequest,
  type EnvelopeResponse,
  monitorPathOf,
  pathOf,
} from '@multistatus/core/adapter';
import type { WireAnswer, WireRequest } from '../case.js';
import { toBatchOptions } from '../named-options.js';
import { createReferenceTarget } from '../reference-handler.js';
import type { ConformanceHost, HostSetup, StartedHost } from './host.js';
import { dispatchOn, nodeApplication } from './node-application.js';
import { postBatch } from './post-batch.js';

const NO_ROUTES = 'core in memory is the endpoint itself and has no other paths';
const NO_CONNECTION = 'core in memory has no connection that could break while the body is sent';

/** The batch handler called as a function: no server, no socket, no framework. */
export const memoryHost: ConformanceHost = {
  name: 'core in memory',
  skip: { C011: NO_ROUTES, C561: NO_CONNECTION, C562: NO_CONNECTION },
  start: (setup) => startMemoryHost(setup),
};

/** Starts core in memory, with options besides those of the case; `through` wraps the dispatch. */
export async function startMemoryHost(
  setup: HostSetup,
  more: BatchOptions = {},
  through: (dispatch: Dispatch) => Dispatch = (dispatch) => dispatch,
): Promise<StartedHost> {
  const target = createReferenceTarget();
  const endpoint = setup.mount === '/' ? '/batch' : `${setup.mount}/batch`;
  const batchOptions = { ...toBatchOptions(setup.options, target.log, target.handle), ...more };
  const { handle, answerMonitor } = createBatchEndpoint(batchOptions);
  // An operation that is itself a batch sends a request, so it needs a handler for requests: another endpoint.
  const nested = { ...batchOptions, async: undefined, target: target.handle };
  target.mountIn(nodeApplication(setup, nested), endpoint);
  const exchange = async (request: WireRequest): Promise<WireAnswer> => {
    const envelope = await toEnvelope(request, endpoint, setup);
    const monitor = answerMonitor && monitorPathOf(pathOf(envelope.url), endpoint);
    const { status, headers, body } = await (monitor === undefined || answerMonitor === undefined
      ? handle(envelope, through(dispatchOn(target.handle)))
      : answerMonitor(envelope, monitor));
    request.signal?.throwIfAborted(); // the client has left
    const bytes = await bytesOf(body);
    return {
      status,
      statusMessage: STATUS_CODES[status] ?? '',
      headers: asOnTheWire({
        ...setup.answerHeaders,
        ...headers,
        ...(typeof body === 'string' || body instanceof Uint8Array
          ? { 'content-length': String(bytes.byteLength) }
          : {}),
      }),
      bytes: request.method === 'HEAD' ? Buffer.alloc(0) : bytes,
    };
  };
  return {
    ...target.log,
    name: memoryHost.name,
    endpoint,
    exchange,
    batch: (requests, headers) => postBatch(exchange, requests, headers),
    close: async () => {},
  };
}

async function bytesOf(body: EnvelopeResponse['body']): Promise<Buffer> {
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body as string);
  const pieces: Buffer[] = [];
  for await (const piece of body ?? []) pieces.push(Buffer.from(piece as string));
  return Buffer.concat(pieces);
}

/** A field with one value is one field, even if it was passed as an array. */
function asOnTheWire(headers: WireAnswer['headers']): WireAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) && value.length === 1 ? String(value[0]) : value,
    ]),
  );
}

async function toEnvelope(
  request: WireRequest,
  endpoint: string,
  setup: HostSetup,
): Promise<EnvelopeRequest> {
  const headers = Object.fromEntries(
    Object.entries({ host: 'photos.example', ...request.headers }).map(([name, value]) => [
      name.toLowerCase(),
      [value].flat().join(', '),
    ]),
  );
  const { body = '' } = request;
  const isWhole = typeof body === 'string' || body instanceof Uint8Array;
  if (isWhole && body.length > 0) headers['content-length'] ??= String(Buffer.byteLength(body));
  const stream = isWhole
    ? (async function* () {
        yield Buffer.from(body as string);
      })()
    : chunksOf(body);
  return {
    method: request.method,
    url: request.path ?? endpoint,
    headers,
    body:
      setup.bodyParser === 'none'
        ? { kind: 'stream', stream }
        : { kind: 'parsed', value: await gather(stream) },
    responseHeaders: setup.answerHeaders,
    isOperation: false,
    hasMonitors: true,
    outer: request,
    signal: request.signal ?? new AbortController().signal,
  };
}

async function* chunksOf(body: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) yield Buffer.from(chunk as string);
}

async function gather(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
