import type { IncomingMessage, RequestListener } from 'node:http';
import type { BatchOptions, OperationInfo } from '@multistatus/core';

/** What a handler of a test app is called with, whichever framework it runs in. */
export interface Call {
  /** The request as the framework has it: `req` of Express, `ctx` of Koa. */
  readonly native: object;
  readonly req: IncomingMessage;
  readonly method: string;
  readonly url: string;
  readonly ip: string;
  /** Whom the app takes the client for. */
  readonly user: string | undefined;
  /** There if the app has sessions. */
  readonly session: { visits?: number };
  readonly operation: OperationInfo | undefined;
}

/** What a handler answers: 200 and an empty JSON object unless it says otherwise. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: unknown;
}

/** Options of a batch with the framework's requests as plain objects. */
export interface HostOptions extends BatchOptions<object> {
  readonly prepare?: ((request: object, outerRequest: object) => void) | undefined;
  readonly target?: RequestListener;
}

export type Handle = (call: Call) => Answer | Promise<Answer>;

/** The handler of an app that needs none. */
export const answerNothing: Handle = () => ({});

/** An app: takes clients for whom they say in `x-user`, has a batch at `/batch`, and one handler for all else. */
export interface PolicyApp {
  readonly options?: HostOptions;
  readonly trustsProxy?: boolean;
  readonly hasSession?: boolean;
  /** Runs in front of everything, the batch included. */
  readonly first?: (native: object) => void;
  readonly handle?: Handle;
}

/** One version of one framework. */
export interface PolicyHost {
  readonly name: string;
  create(app: PolicyApp): RequestListener;
  userOf(native: object): string | undefined;
  setUser(native: object, user: string | undefined): void;
}
