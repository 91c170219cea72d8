import type { HeaderMap } from '@multistatus/document';
import type { ClientSignal } from './client-signal.js';

/** Header fields by lower-case name, as in `headers` of a `node:http` request. */
export type EnvelopeHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What is called as a body arrives. Nothing is called after `onEnd` or `onBreak`. */
export interface BodyListener {
  /** The next piece has arrived: bytes, or text if the app has set an encoding. */
  onChunk(chunk: Uint8Array | string): void;
  /** The body is complete. */
  onEnd(): void;
  /** The stream has failed, as it does when the client disconnects. */
  onBreak(): void;
}

/**
 * The body of the envelope: the raw stream, or the result of a body parser that is mounted before the batch.
 *
 * `parsed` has the result of the parser: a JSON value, a string or bytes. `consumed` means that the stream has been
 * read and no result of it was kept.
 */
export type EnvelopeBody =
  | {
      readonly kind: 'stream';
      readonly stream: AsyncIterable<Uint8Array | string>;
      /**
       * Calls the listener, not before this has returned, until the returned function is called. Used in place of `stream` for a body
       * that is held as a whole: an iterator would take more than a tenth of the memory that a batch of one allocates.
       */
      listen?(listener: BodyListener): () => void;
    }
  | { readonly kind: 'parsed'; readonly value: unknown }
  | { readonly kind: 'consumed' };

/** The HTTP request that carries a batch, in a form that does not depend on a web framework. */
export interface EnvelopeRequest {
  /** Upper-case. */
  readonly method: string;
  /** The request target as received, in origin-form and with mount paths. */
  readonly url: string;
  /** The headers as received, those of the batch and not of its operations. */
  readonly headers: EnvelopeHeaders;
  /** The body, which has not been decoded. */
  readonly body: EnvelopeBody;
  /** The headers that the app has set on the response so far, such as security headers. By lower-case name. */
  readonly responseHeaders: Readonly<Record<string, unknown>>;
  /** True if the request is itself an operation of a batch. */
  readonly isOperation: boolean;
  /**
   * True if the adapter passes requests for monitors, which have paths below that of the endpoint, to `answerMonitor`. It cannot if
   * the endpoint is a handler of a route. Without it, a batch is answered later only if the monitors have a path of their own.
   *
   * @defaultValue false
   */
  readonly hasMonitors?: boolean | undefined;
  /** The request object of the framework, which is passed to the options that take one. */
  readonly outer?: unknown;
  /** Aborted when the client disconnects. */
  readonly signal: ClientSignal;
  /**
   * True if the adapter also aborts `signal` once the answer has been sent, and applies `sendTimeoutMs` of the answer. The
   * request then counts towards the capacity of the endpoint until that time. Otherwise it counts until its answer is complete,
   * or, if that comes in pieces, until the last of them has been read.
   *
   * @defaultValue false
   */
  readonly isSendTracked?: boolean | undefined;
}

/** The answer to a batch, in a form that does not depend on a web framework. */
export interface EnvelopeResponse {
  /** The HTTP status code: 207, or that of a problem, such as 400. */
  readonly status: number;
  /** By lower-case name. Each replaces a header of that name that the app has set before. */
  readonly headers: HeaderMap;
  /** The body: whole; in pieces, as outcomes settle or as a long body is written; or `undefined` for none. */
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array> | undefined;
  /**
   * Milliseconds after which the adapter disconnects a client that takes nothing while bytes are waiting for it. Time in which
   * the next piece has not been made is not counted.
   *
   * @defaultValue 30_000
   */
  readonly sendTimeoutMs?: number | undefined;
}
