import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallbackApp } from './callback-of.js';

/** The part of a Koa context that this package uses. The contexts of Koa 2 and 3 are assignable to it. */
export interface KoaContext {
  readonly app: CallbackApp & { readonly middleware?: readonly unknown[] };
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly request: object;
  readonly method: string;
  readonly path: string;
  readonly originalUrl: string;
  /** False once the response has ended or its connection has closed. */
  readonly writable: boolean;
  status: number;
  body: unknown;
  set(name: string, value: string | string[]): void;
}
