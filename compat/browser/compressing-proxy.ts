import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { createBrotliCompress, createGzip } from 'node:zlib';

const CODINGS = { gzip: () => createGzip(), br: () => createBrotliCompress() } as const;

/** Creates a reverse proxy that compresses an answer with the coding that the request names in `x-coding`. */
export function createCompressingProxy(target: Server): Server {
  return createServer((incoming, outgoing) => {
    const { port } = target.address() as AddressInfo;
    const { method, url, headers } = incoming;
    const forwarded = request({ host: '127.0.0.1', port, path: url, headers, ...(method && { method }) });
    forwarded.on('response', (answer) => {
      const coding = headers['x-coding'];
      const compress = coding === 'gzip' || coding === 'br' ? CODINGS[coding]() : undefined;
      const fields = { ...answer.headers };
      if (compress !== undefined) {
        delete fields['content-length'];
        Object.assign(fields, { 'content-encoding': coding, vary: 'Accept, Accept-Encoding' });
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, fields);
      const done = (): void => {};
      if (compress === undefined) pipeline(answer, outgoing, done);
      else pipeline(answer, compress, outgoing, done);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
}
