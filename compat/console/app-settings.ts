import type { BatchOptions } from '@multistatus/core';
import type { Gate } from './gate.js';

/** A request to the app of a test, on its own or as an operation. */
export interface AppRequest {
  readonly method: string;
  /** Its path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What the app answers. */
export interface AppAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Several parts are written one after the other. */
  readonly body?: string | Buffer | readonly string[];
}

/** How the app of a test is set up. */
export interface AppSettings {
  /** The path of the console. @defaultValue /batch/console */
  readonly path?: string;
  /** The options of the console; they win over those of the harness. */
  readonly console?: Readonly<Record<string, unknown>>;
  readonly batch?: BatchOptions<unknown>;
  /** Mounts the console before the batch. */
  readonly isConsoleFirst?: boolean;
  /** Mounts the console of Koa by koa-mount, in place of its option `path`. */
  readonly koaMount?: boolean;
  /** Adds helmet with its defaults, before everything or after the console. */
  readonly helmet?: 'before' | 'after';
  /** Compresses every answer of the app. */
  readonly compression?: boolean;
  /** The batch endpoint asks for `Authorization: Bearer <token>`. */
  readonly token?: string;
  /** Batches may be answered later. A worker runs them in this process. */
  readonly later?: boolean;
  /** Answers in place of the app's own routes, if it returns an answer. */
  readonly answer?: (request: AppRequest) => AppAnswer | undefined | Promise<AppAnswer | undefined>;
}

/** What a host makes an app from. */
export interface AppParts extends AppSettings {
  readonly gate: Gate;
}
