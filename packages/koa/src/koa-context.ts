import type { ResponseContext } from '@multistatus/node';
import type { CallbackApp } from './callback-of.js';

/** The part of a Koa context that this package uses. The contexts of Koa 2 and 3 are assignable to it. */
export interface KoaContext extends ResponseContext {
  /** The app that the context belongs to. Operations are dispatched to it, unless the option `target` names another. */
  readonly app: CallbackApp & { readonly middleware?: readonly unknown[] };
  /** The request object of Koa, on which body parsers leave `body`. */
  readonly request: object;
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The path of the URL, without query and, below koa-mount, without the mount path. */
  readonly path: string;
  /** The URL of the request as it was received, before a mount path was removed from `path`. */
  readonly originalUrl: string;
}
