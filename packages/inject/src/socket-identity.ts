import type { AddressInfo } from 'node:net';

/** The properties of a connection that handlers look at: a `net.Socket` or `tls.TLSSocket` is one. */
export interface SocketIdentity {
  /** The IP address of the client, such as `127.0.0.1`. */
  readonly remoteAddress?: string | undefined;
  /** The port of the client, 0 to 65535. */
  readonly remotePort?: number | undefined;
  /** `IPv4` or `IPv6`. */
  readonly remoteFamily?: string | undefined;
  /** The IP address that the client has connected to. */
  readonly localAddress?: string | undefined;
  /** The port that the client has connected to, 0 to 65535. */
  readonly localPort?: number | undefined;
  /** `IPv4` or `IPv6`. */
  readonly localFamily?: string | undefined;
  /** `true` on a TLS connection; `req.protocol` and `req.secure` are read from it. */
  readonly encrypted?: boolean | undefined;
}

/** The identity of a connection that nobody has named. */
export const LOOPBACK: SocketIdentity = {
  remoteAddress: '127.0.0.1',
  remotePort: 0,
  remoteFamily: 'IPv4',
  localAddress: '127.0.0.1',
  localPort: 0,
  localFamily: 'IPv4',
};

/** What a handler may read from a connection; the outer one supplies each value. */
const IDENTITY = [
  'remoteAddress',
  'remotePort',
  'remoteFamily',
  'localAddress',
  'localPort',
  'localFamily',
  'bytesRead',
  'bytesWritten',
  'server',
  'encrypted',
  'authorized',
  'authorizationError',
  'alpnProtocol',
  'servername',
  'exportKeyingMaterial',
  'getCertificate',
  'getCipher',
  'getEphemeralKeyInfo',
  'getFinished',
  'getPeerCertificate',
  'getPeerFinished',
  'getPeerX509Certificate',
  'getProtocol',
  'getSession',
  'getSharedSigalgs',
  'getTLSTicket',
  'getX509Certificate',
  'isSessionReused',
] as const;

/** A socket that shows the identity of another. */
interface Identified {
  readonly _outer: SocketIdentity;
}

/**
 * Adds a getter to `prototype` for each property that identifies a connection; they read from `_outer`.
 *
 * A handler may overwrite what it sees, as on a real socket; the outer connection does not change.
 */
export function defineIdentity(prototype: Identified): void {
  for (const name of IDENTITY) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      get(this: Identified) {
        const value = (this._outer as Readonly<Record<string, unknown>>)[name];
        return typeof value === 'function' ? (value.bind(this._outer) as unknown) : value;
      },
      set(this: Identified, value: unknown) {
        Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
      },
    });
  }
}

/** Returns what `address()` of a socket returns. */
export function addressOf(socket: SocketIdentity): AddressInfo | Record<string, never> {
  const { localAddress, localPort, localFamily } = socket;
  if (localAddress === undefined || localPort === undefined || localFamily === undefined) return {};
  return { address: localAddress, port: localPort, family: localFamily };
}
