import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type NginxSettings, startNginx } from '../nginx/nginx-server.js';
import type { ProxyServer } from './open-console.js';

/** Returns a function that starts an nginx in front of a port. A browser reaches nginx's socket by a port of its own. */
export function nginxWith(settings: NginxSettings): (port: number) => Promise<ProxyServer> {
  return async (port) => {
    const nginx = await startNginx(port, settings);
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      const inner = connect(nginx.socketPath);
      for (const one of [socket, inner]) {
        sockets.add(one);
        one.on('error', () => {});
        one.on('close', () => {
          sockets.delete(one);
          socket.destroy();
          inner.destroy();
        });
      }
      socket.pipe(inner).pipe(socket);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      async close() {
        for (const socket of sockets) socket.destroy();
        server.close();
        await once(server, 'close');
        await nginx.stop();
      },
    };
  };
}
