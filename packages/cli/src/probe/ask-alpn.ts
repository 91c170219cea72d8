import { connect } from 'node:tls';

const PROTOCOLS = ['h2', 'http/1.1'];

/** Gives the protocol that the TLS of a server chooses if it may (`h2`, `http/1.1`); `undefined` if none. */
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
    // Why there is no connection, the requests that follow say.
    socket.on('error', () => end(undefined));
    socket.on('secureConnect', () => end(socket.alpnProtocol || undefined));
  });
}
