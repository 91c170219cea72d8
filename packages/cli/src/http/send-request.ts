import type { ClientRequest, IncomingMessage } from 'node:http';
import type { HeaderFields, ResponseHead } from '@multistatus/inspect';
import { inputError } from '../command-error.js';
import { MAX_INPUT_BYTES } from '../read-input.js';
import { VERSION } from '../version.js';
import { describeFailure } from './describe-failure.js';

/** One request, to be sent over HTTP/1.1. */
export interface HttpRequest {
  /** May contain credentials, which are then sent. */
  readonly url: URL;
  readonly method: string;
  readonly headers: HeaderFields;
  readonly body?: Uint8Array;
  /** The timeout of the whole exchange. */
  readonly timeoutMs: number;
}

/** The answer to a request, byte for byte. */
export interface HttpAnswer extends ResponseHead {
  /** The body as transferred: its Content-Encoding is not decoded. */
  readonly body: Uint8Array;
  /** Why the body is incomplete, if it is. */
  readonly truncation: string | undefined;
}

/**
 * Sends one request and returns the answer, regardless of its status. Does not follow redirects or keep the connection.
 *
 * @throws {CommandError} if there is no response, or it exceeds {@link MAX_INPUT_BYTES}.
 */
export async function sendRequest(request: HttpRequest): Promise<HttpAnswer> {
  const { url, timeoutMs } = request;
  const startedAt = new Date();
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const incoming = await openResponse(request, signal);
    const { body, truncation } = await readBody(incoming, signal);
    return {
      status: incoming.statusCode ?? 0,
      reason: incoming.statusMessage ?? '',
      httpVersion: incoming.httpVersion,
      headers: toFields(incoming.rawHeaders),
      body,
      truncation: truncation === undefined ? undefined : describeFailure(truncation, timeoutMs),
      startedAt: startedAt.toISOString(),
      totalMs: Date.now() - startedAt.getTime(),
    };
  } catch (error) {
    throw inputError(`${showUrl(url)}: ${describeFailure(error, timeoutMs)}`);
  }
}

/** Returns a URL without credentials. */
export function showUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

async function openResponse(request: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, body } = request;
  // Loaded here: most commands read a file.
  const { request: open } =
    url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    const outgoing = open(url, { method, agent: false, signal });
    // Stays for the life of the socket. An error after the head is an error of the response.
    outgoing.on('error', reject);
    outgoing.on('response', resolve);
    setHeaders(outgoing, request.headers);
    if (body !== undefined) outgoing.setHeader('Content-Length', body.byteLength);
    // A request without a body has no framing, regardless of its method.
    outgoing.useChunkedEncodingByDefault = false;
    outgoing.end(body);
  });
}

function setHeaders(outgoing: ClientRequest, fields: HeaderFields): void {
  outgoing.setHeader('Accept', '*/*');
  outgoing.setHeader('User-Agent', `multistatus/${VERSION}`);
  for (const name of new Set(fields.map(([field]) => field.toLowerCase()))) {
    const same = fields.filter(([field]) => field.toLowerCase() === name);
    const values = same.map(([, value]) => value);
    outgoing.setHeader(same[0]?.[0] ?? name, values.length === 1 ? (values[0] ?? '') : values);
  }
}

async function readBody(
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<{ body: Uint8Array; truncation: unknown }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let truncation: unknown;
  try {
    for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > MAX_INPUT_BYTES) throw inputError(`the answer exceeds ${MAX_INPUT_BYTES} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'CommandError') throw error;
    truncation = signal.aborted ? signal.reason : error;
  }
  return { body: Buffer.concat(chunks), truncation };
}

function toFields(raw: readonly string[]): HeaderFields {
  const fields: [string, string][] = [];
  for (let index = 0; index < raw.length; index += 2) fields.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return fields;
}
