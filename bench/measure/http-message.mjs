import { request as send } from 'node:http';
import { text as readText } from 'node:stream/consumers';

/** Milliseconds without a byte after which an answer is given up. */
const PATIENCE_MS = 20_000;

/**
 * A request as it goes over the wire.
 *
 * @param {number} port of the server, for the Host header
 * @param {{ method: string, path: string, headers: Record<string, string>, body?: string }} request
 * @returns {Buffer}
 */
export function toMessage(port, { method, path, headers, body = '' }) {
  const fields = { host: `127.0.0.1:${port}`, ...headers };
  if (body !== '') fields['content-length'] = `${Buffer.byteLength(body)}`;
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/**
 * Sends one request by the client of Node, and reads the whole answer.
 *
 * @param {number} port on the loopback interface
 * @returns {Promise<{ status: number, text: string }>}
 */
export function fetchText(port, { method, path, headers, body = '' }) {
  return new Promise((resolve, reject) => {
    const fields = { 'content-length': Buffer.byteLength(body), ...headers };
    const outgoing = send({ host: '127.0.0.1', port, method, path, headers: fields, agent: false });
    outgoing.setTimeout(PATIENCE_MS, () => outgoing.destroy(new Error(`No answer within ${PATIENCE_MS} ms`)));
    outgoing.on('error', reject).on('response', (incoming) => {
      const status = incoming.statusCode;
      readText(incoming).then((text) => resolve({ status, text }), reject);
    });
    outgoing.end(body);
  });
}
