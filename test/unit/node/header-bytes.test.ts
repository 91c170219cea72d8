import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Served, serve } from '../../support/serve.js';
import { requests, sendingHosts } from './sending-hosts.js';

/** On the wire each character is one byte, as Node sends and reads header values (RFC 9110 section 5.5). */
const NAME = 'caf\u00e9';

/** HTTP/1.0 does not have chunks: the first piece of an answer follows its head directly. */
const VERSIONS = ['1.1', '1.0'];
const FORMATS = ['application/json', 'application/xml', 'application/x-ndjson'];

describe.each(sendingHosts)('a header of the app is the same bytes on %s', (_name, createApp) => {
  let served: Served;
  const errors: unknown[] = [];
  beforeAll(async () => {
    const before = (_req: unknown, res: { setHeader(name: string, value: string): unknown }): void => {
      res.setHeader('x-name', NAME);
    };
    served = await serve(createApp({ before, onError: (error) => errors.push(error) }));
  });
  afterAll(() => served.close());

  describe.each(requests)('with %s', (_title, path, body) => {
    test.each(FORMATS.flatMap((accept) => VERSIONS.map((version) => [accept, version] as const)))(
      'in %s over HTTP/%s',
      async (accept, version) => {
        const socket = connect(served.port, '127.0.0.1');
        await once(socket, 'connect');
        socket.write(
          `POST ${path} HTTP/${version}\r\nhost: h\r\nconnection: close\r\naccept: ${accept}\r\n` +
            `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        );
        const chunks: Buffer[] = [];
        for await (const chunk of socket) chunks.push(chunk as Buffer);
        const [head, content] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n');
        expect(head).toMatch(/^HTTP\/1\.1 [24]\d\d /);
        expect(head).toMatch(/\r\nx-name: caf\u00e9\r\n/i);
        expect(content === '').toBe(path === '/no-content');
        expect(errors).toEqual([]);
      },
    );
  });
});
