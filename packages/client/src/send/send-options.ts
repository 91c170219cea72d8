import type { RetryOptions } from '../resolve-retry.js';
import type { Outcome } from './batch-result.js';

/** Options of `send`. */
export interface SendOptions {
  /** The batch endpoint. */
  readonly url: string | URL;
  /** Sends the batch. @defaultValue the global `fetch` */
  readonly fetch?: typeof fetch | undefined;
  /** Headers of the batch, such as Authorization or a CSRF token. Operations inherit those that the server allows. */
  readonly headers?: RequestInit['headers'] | undefined;
  readonly credentials?: RequestInit['credentials'] | undefined;
  /**
   * Aborts the batch, including the operations that are running on the server. Where the server keeps Idempotency-Keys, a
   * batch with a key runs on to its end.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * When set, operations that may be repeated are sent again. Without it, a batch is sent again only if it has an
   * Idempotency-Key and its answer was lost, by the defaults of the options. `{ maxTries: 1 }` sends nothing again.
   */
  readonly retry?: RetryOptions | undefined;
  /**
   * The Idempotency-Key of the batch, with which the server runs nothing twice. A string of 1 to 250 printable characters
   * of ASCII is the key. `true` is a random key, `false` none. A header Idempotency-Key in `headers` comes first.
   *
   * @defaultValue a random key if the batch may change something and the description of the endpoint, which is asked once
   *   for each URL, says that the server keeps keys (`"idempotency": true`); otherwise none
   */
  readonly idempotencyKey?: boolean | string | undefined;
  /**
   * Called once for each operation, as soon as its outcome is final: while the answer arrives, if the server can stream
   * it (NDJSON), otherwise when it is complete. An outcome is not final while the operation may be sent again. A
   * streamed answer cannot set the cookies of operations. If the callback throws, `send` rejects with that error once
   * the answer has been read.
   */
  readonly onOutcome?: ((outcome: Outcome) => void) | undefined;
}

/** The names of the options. */
export const SEND_OPTIONS: readonly string[] = [
  ...['url', 'fetch', 'headers', 'credentials', 'signal', 'retry', 'idempotencyKey', 'onOutcome'],
];
