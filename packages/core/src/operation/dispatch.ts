import type { ActiveOperation } from './active-operation.js';

/** What an operation sends to its target: the operation with the headers that it inherits. */
export interface OperationRequest {
  readonly method: string;
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array | undefined;
  /** To be noted on the request that the target sees, by `attachOperation`. `onAbort` tells when to end. */
  readonly context: ActiveOperation;
  /** Bytes of body after which the answer's body is dropped. */
  readonly maxResponseBytes: number;
}

/** What the target answered. */
export interface OperationAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array;
  /** The body was longer than `maxResponseBytes`, and `body` is empty. */
  readonly isBodyTooLarge: boolean;
}

/**
 * Runs one operation against its target.
 *
 * Rejects if the target threw, and with an error whose `code` is `ERR_INCOMPLETE_RESPONSE` if it ended without a
 * complete response. Is not waited for once its operation is aborted.
 */
export type Dispatch = (request: OperationRequest) => Promise<OperationAnswer>;
