import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SocketIdentity } from './socket-identity.js';

/** A request handler, as `http.createServer` takes it: an Express app, the `callback()` of a Koa app, or a plain function. */
export type NodeHandler = (req: IncomingMessage, res: ServerResponse) => unknown;

/** One request for `inject`. */
export interface InjectOptions {
  /** Upper-case. */
  readonly method: string;
  /** Origin-form: path and query. */
  readonly url: string;
  /** Names in any case; several values are sent as several fields. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** A content-length is added unless `headers` has one. */
  readonly body?: Uint8Array | string | undefined;
  /** The connection whose identity the handler sees; loopback if absent. Nothing is read from or written to it. */
  readonly socket?: SocketIdentity | undefined;
  /** The version of HTTP that the handler sees, as `req.httpVersion` has it: `1.0`, `1.1` or `2.0`. @defaultValue '1.1' */
  readonly httpVersion?: string | undefined;
  /** Ends the exchange as a client that leaves does: both messages close, and the promise rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** A longer body is dropped; the result keeps its status and headers. @defaultValue Infinity */
  readonly maxResponseBytes?: number | undefined;
  /** Called with both messages before the handler sees them. */
  readonly prepare?: ((req: IncomingMessage, res: ServerResponse) => void) | undefined;
}
