import type { SocketIdentity } from '@multistatus/inject';

/** What frameworks pass as their request: `req` of Express, `ctx` of Koa, which has a `req`. */
interface Connected {
  readonly socket?: SocketIdentity | undefined;
  readonly req?: { readonly socket?: SocketIdentity | undefined } | undefined;
}

/** Returns the addresses of the connection that a request came over, as a JSON value. */
export function connectionOf(outer: unknown): SocketIdentity {
  const { req, socket = req?.socket } = (outer ?? {}) as Connected;
  if (socket === undefined) return {};
  const { remoteAddress, remotePort, remoteFamily, localAddress, localPort, localFamily } = socket;
  const encrypted = socket.encrypted === true ? true : undefined;
  return { remoteAddress, remotePort, remoteFamily, localAddress, localPort, localFamily, encrypted };
}
