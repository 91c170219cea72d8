import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import type { Proxy } from './open-console.js';

/** What a proxy does to what passes. */
export interface ProxySettings {
  /** A prefix of paths that it removes. @defaultValue '' */
  readonly prefix?: string;
  /** A policy that it adds to every answer, beside that of the app. */
  readonly contentSecurityPolicy?: string;
}

/** Returns a function that starts a reverse proxy in front of a port. */
export function proxyWith({ prefix = '', contentSecurityPolicy }: ProxySettings) {
  return async (port: number): Promise<Proxy> => {
    const proxy = createServer((incoming, outgoing) => {
      const { method = 'GET', url = '/', headers } = incoming;
      if (!url.startsWith(`${prefix}/`)) {
        outgoing.writeHead(404).end();
        return;
      }
      const options = { host: '127.0.0.1', port, path: url.slice(prefix.length), headers, method };
      const forwarded = request(options, (answer) => {
        // An answer may have several policies: all of them apply.
        const policies =
          contentSecurityPolicy === undefined ? [] : ['content-security-policy', contentSecurityPolicy];
        outgoing.writeHead(answer.statusCode ?? 502, [...answer.rawHeaders, ...policies]);
        pipeline(answer, outgoing, () => {});
      });
      forwarded.on('error', () => outgoing.destroy());
      // The client has left.
      outgoing.on('close', () => forwarded.destroy());
      incoming.pipe(forwarded);
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    return {
      port: (proxy.address() as AddressInfo).port,
      async close() {
        proxy.closeAllConnections();
        proxy.close();
        await once(proxy, 'close');
      },
    };
  };
}
