import { connect } from 'node:tls';

const PROTOCOLS = ['h2', 'http/1.1'];

/** Returns the protocol that a server selects with ALPN (`h2`, `http/1.1`); `undefined` if it selects none. */
export function askAlpn(url: URL, timeoutMs: number): Promise<string | undefined> {
  if (url.protocol !== 'https:') return Promise.resolve(undefined);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(url.port || 443),
      servername: host,
      ALPNProtocols: PROTOCOLS,
    });
    const end = (protocol: string | undefined): void => {
      socket.destroy();
      resolve(protocol);
    };
    socket.setTimeout(timeoutMs, () => end(undefined));
    // The requests that follow report why there is no connection.
    socket.on('error', () => end(undefined));
    socket.on('secureConnect', () => end(socket.alpnProtocol || undefined));
  });
}
