import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallbackApp } from './callback-of.js';

/** What this package uses of Koa's context; that of Koa 2 and of Koa 3 fit. */
export interface KoaContext {
  readonly app: CallbackApp;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly request: object;
  readonly path: string;
  readonly originalUrl: string;
  readonly headerSent: boolean;
  status: number;
  body: unknown;
  set(name: string, value: string | string[]): void;
}
