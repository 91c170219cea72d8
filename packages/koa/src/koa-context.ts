import type { ResponseContext } from '@multistatus/node';
import type { CallbackApp } from './callback-of.js';

/** The part of a Koa context that this package uses. The contexts of Koa 2 and 3 are assignable to it. */
export interface KoaContext extends ResponseContext {
  readonly app: CallbackApp & { readonly middleware?: readonly unknown[] };
  readonly request: object;
  readonly method: string;
  readonly path: string;
  readonly originalUrl: string;
}
