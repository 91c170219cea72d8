import assert from 'node:assert/strict';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import type { WireAnswer, WireRequest } from './case.js';

/** A fixed name, so that what a host echoes does not depend on its port. */
const HOST = 'photos.example';

/**
 * Sends one request over a connection of its own and returns the response.
 *
 * A response counts even if it arrives before the whole request was sent. The rest of the
 * request is then dropped with the connection. Rejects if the connection ends without a complete response.
 */
export function exchangeOverSocket(port: number, path: string, request: WireRequest): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = http.request({
      host: '127.0.0.1',
      port,
      method: request.method,
      path: request.path ?? path,
      headers: { host: HOST, ...request.headers } as http.OutgoingHttpHeaders,
      setHost: false,
      agent: false,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
    let answered = false;
    outgoing.on('error', (error) => {
      if (!answered) reject(error);
    });
    outgoing.on('response', (incoming) => {
      answered = true;
      readAnswer(incoming)
        .then(resolve, reject)
        .finally(() => outgoing.destroy());
    });
    send(outgoing, request.body, () => answered).catch(reject);
  });
}

async function send(
  outgoing: ClientRequest,
  body: WireRequest['body'],
  isAnswered: () => boolean,
): Promise<void> {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    // Without content-length, Node would send some methods chunked; a case that wants that passes an iterable.
    if (body !== undefined && !outgoing.hasHeader('content-length')) {
      outgoing.setHeader('content-length', Buffer.byteLength(body));
    }
    outgoing.end(body);
    return;
  }
  outgoing.flushHeaders();
  for await (const chunk of body) {
    if (outgoing.destroyed || isAnswered()) return;
    outgoing.write(chunk);
  }
  outgoing.end();
}

async function readAnswer(incoming: IncomingMessage): Promise<WireAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  assert.ok(incoming.complete, 'the answer was cut off');
  return {
    status: incoming.statusCode ?? 0,
    statusMessage: incoming.statusMessage ?? '',
    headers: collectHeaders(incoming.rawHeaders),
    bytes: Buffer.concat(chunks),
  };
}

/** From the raw list, because Node's own object joins some repeated fields and drops others. */
function collectHeaders(raw: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    const value = raw[at + 1]!;
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return headers;
}
