import type { HeaderMap } from '@multistatus/document';
import type { ClientSignal } from './client-signal.js';

/** Header fields by lower-case name, as `node:http` gives them. */
export type EnvelopeHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The body of the envelope: the raw stream, or what a body parser in front of the batch has left of it.
 *
 * `parsed` holds a JSON value, a string or bytes, as the parser made it; `consumed` means that somebody has read the
 * stream and left nothing.
 */
export type EnvelopeBody =
  | { readonly kind: 'stream'; readonly stream: AsyncIterable<Uint8Array | string> }
  | { readonly kind: 'parsed'; readonly value: unknown }
  | { readonly kind: 'consumed' };

/** The HTTP request that carries a batch, without anything of a framework. */
export interface EnvelopeRequest {
  /** Upper-case. */
  readonly method: string;
  /** Origin-form as received: mount paths included. */
  readonly url: string;
  readonly headers: EnvelopeHeaders;
  readonly body: EnvelopeBody;
  /** What the app has set on the response so far, such as security headers. */
  readonly responseHeaders: Readonly<Record<string, unknown>>;
  /** The request is itself an operation of a batch. */
  readonly isOperation: boolean;
  /** The request as the framework has it, for the options that are handed it. */
  readonly outer?: unknown;
  /** Aborted when the client has gone. */
  readonly signal: ClientSignal;
}

/** The answer to a batch, without anything of a framework. */
export interface EnvelopeResponse {
  readonly status: number;
  /** By lower-case name; each replaces what the app has set before. */
  readonly headers: HeaderMap;
  /** Whole, or in pieces as outcomes come. */
  readonly body: string | AsyncIterable<string>;
}
