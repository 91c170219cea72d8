import type { ActiveOperation } from './active-operation.js';

/** The request that an operation sends to its target. */
export interface OperationRequest {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** Path and query as the target sees them: with references resolved, without the `basePath`. */
  readonly url: string;
  /** By lower-case name, inherited headers included. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The bytes of the body; `undefined` if there is none. */
  readonly body: Uint8Array | undefined;
  /** To be attached to the request that the target sees, with `attachOperation`. Use `onAbort` to learn when to stop. */
  readonly context: ActiveOperation;
  /** Size in bytes above which the body of the answer is dropped. */
  readonly maxResponseBytes: number;
}

/** The response of a target. */
export interface OperationAnswer {
  /** The HTTP status code that the target has sent. */
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The bytes of the body as the target has sent them; empty if there are none. */
  readonly body: Uint8Array;
  /** The trailer fields after the body, by lower-case name. @defaultValue none */
  readonly trailers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** True if the body was longer than `maxResponseBytes`; then `body` is empty. */
  readonly isBodyTooLarge: boolean;
  /** True if the answer was stored without its body; then `body` is empty. @defaultValue false */
  readonly isBodyNotStored?: boolean | undefined;
}

/**
 * Sends one operation to its target and resolves with the answer.
 *
 * Must reject with what the target threw, or with an error whose `code` is `ERR_INCOMPLETE_RESPONSE` if the target ended
 * without a complete response. After the operation is aborted, the result is ignored.
 */
export type Dispatch = (request: OperationRequest) => Promise<OperationAnswer>;
