import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { inputError } from '../command-error.js';
import type { HeaderFields, ResponseHead } from '../exchange.js';
import { MAX_INPUT_BYTES } from '../read-input.js';
import { VERSION } from '../version.js';
import { describeFailure } from './describe-failure.js';

/** One request, as it is sent over HTTP/1.1. */
export interface HttpRequest {
  /** With credentials if they are to be sent. */
  readonly url: URL;
  readonly method: string;
  readonly headers: HeaderFields;
  readonly body?: Uint8Array;
  /** For the whole exchange. */
  readonly timeoutMs: number;
}

/** What came back, byte for byte. */
export interface HttpAnswer extends ResponseHead {
  /** As transferred: with its Content-Encoding. */
  readonly body: Uint8Array;
  /** Why the body has no end, if it has none. */
  readonly cut: string | undefined;
}

/**
 * Sends one request and gives what comes back, whatever its status is; follows nothing, and keeps nothing open.
 *
 * @throws {CommandError} if no response comes, or more than the command reads.
 */
export async function sendRequest(request: HttpRequest): Promise<HttpAnswer> {
  const { url, timeoutMs } = request;
  const startedAt = new Date();
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const incoming = await openResponse(request, signal);
    const { body, cut } = await readBody(incoming, signal);
    return {
      status: incoming.statusCode ?? 0,
      reason: incoming.statusMessage ?? '',
      httpVersion: incoming.httpVersion,
      headers: toFields(incoming.rawHeaders),
      body,
      cut: cut === undefined ? undefined : describeFailure(cut, timeoutMs),
      startedAt: startedAt.toISOString(),
      totalMs: Date.now() - startedAt.getTime(),
    };
  } catch (error) {
    throw inputError(`${showUrl(url)}: ${describeFailure(error, timeoutMs)}`);
  }
}

/** Gives a URL without credentials. */
export function showUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

function openResponse(request: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, body } = request;
  return new Promise((resolve, reject) => {
    const { request: open } = url.protocol === 'https:' ? https : http;
    const outgoing = open(url, { method, agent: false, signal });
    // Stays for the life of the socket: a fault after the head comes as that of the response.
    outgoing.on('error', reject);
    outgoing.on('response', resolve);
    setHeaders(outgoing, request.headers);
    if (body !== undefined) outgoing.setHeader('Content-Length', body.byteLength);
    // Without a body there is no framing, whatever the method is.
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
): Promise<{ body: Uint8Array; cut: unknown }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let cut: unknown;
  try {
    for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > MAX_INPUT_BYTES) throw inputError(`the answer exceeds ${MAX_INPUT_BYTES} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'CommandError') throw error;
    cut = signal.aborted ? signal.reason : error;
  }
  return { body: Buffer.concat(chunks), cut };
}

function toFields(raw: readonly string[]): HeaderFields {
  const fields: [string, string][] = [];
  for (let index = 0; index < raw.length; index += 2) fields.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return fields;
}
