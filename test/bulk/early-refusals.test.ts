import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type BulkServer, bulkHosts } from './bulk-hosts.js';
import { JSON_TYPE } from './exchange.js';

const CHUNK = Buffer.alloc(65_536, ' ');
const MEBIBYTE = 1_048_576;
/** More than a client and a server can buffer together. */
const SIZES = [2 * MEBIBYTE, 24 * MEBIBYTE, 64 * MEBIBYTE];

let server: BulkServer | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.close();
  server = undefined;
});

/** Sends a whole body, whatever is answered in the meantime, and reads the answer meanwhile or afterwards. */
async function post(
  head: readonly string[],
  size: number,
  reads: 'meanwhile' | 'afterwards',
): Promise<string> {
  const socket = connect(server!.port, '127.0.0.1');
  sockets.push(socket);
  let answer = '';
  const read = (): void => {
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
    });
  };
  if (reads === 'meanwhile') read();
  socket.write(`${[...head, 'host: localhost', `content-length: ${size}`].join('\r\n')}\r\n\r\n`);
  for (let sent = 0; sent < size; sent += CHUNK.length) if (!socket.write(CHUNK)) await once(socket, 'drain');
  if (reads === 'afterwards') read();
  await once(socket, 'close');
  return answer;
}

const TYPE = `content-type: ${JSON_TYPE}`;

describe.each(bulkHosts)('$name', (host) => {
  test.each([
    [413, ['POST /batch HTTP/1.1', TYPE]],
    [415, ['POST /batch HTTP/1.1', 'content-type: text/html']],
    [405, ['PUT /batch HTTP/1.1', TYPE]],
    [413, ['POST /photos HTTP/1.1', TYPE]],
  ] as const)('every client that sends its whole body gets its %d (%#)', async (status, head) => {
    server = await host.start({ item: {}, handle: () => undefined });
    for (const reads of ['meanwhile', 'afterwards'] as const) {
      for (const size of status === 413 ? SIZES : SIZES.slice(0, 1)) {
        const answer = await post(head, size, reads);
        expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
        expect(answer.toLowerCase()).toContain('\r\nconnection: close\r\n');
        expect(answer).toMatch(/"type":"urn:multistatus:problem:[^}]*\}$/);
      }
    }
  });
});
