import type { BatchMethod } from '../exchange-batch.js';
import type { BatchProgress } from '../monitor/progress.js';
import type { RetryOptions } from '../resolve-retry.js';
import type { AsyncOptions } from './async-options.js';
import type { Outcome } from './batch-result.js';

/** Options of `send`. */
export interface SendOptions {
  /** The batch endpoint. */
  readonly url: string | URL;
  /**
   * How the batch is sent. By `QUERY` (RFC 10008), all of its operations must be safe, such as GET. It needs no Idempotency-Key:
   * it is sent again when its answer was lost, and redirects within the origin are followed, which a browser does not allow.
   *
   * @defaultValue 'POST'
   */
  readonly method?: BatchMethod | undefined;
  /** Sends the batch. @defaultValue the global `fetch` */
  readonly fetch?: typeof fetch | undefined;
  /** Headers of the batch, such as Authorization or a CSRF token. Operations inherit those that the server allows. */
  readonly headers?: RequestInit['headers'] | undefined;
  /**
   * The option `credentials` of `fetch`: whether cookies are sent.
   *
   * @defaultValue that of `fetch`, `'same-origin'`
   */
  readonly credentials?: RequestInit['credentials'] | undefined;
  /**
   * Aborts the batch, including the operations that are running on the server. Where the server keeps Idempotency-Keys, a
   * batch with a key runs on to its end. A batch that the server has taken, to be answered later, is cancelled, see
   * `respondAsync.whenAborted`.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * When set, operations that may be repeated are sent again. Without it, a batch is sent again only if it has an
   * Idempotency-Key or is a QUERY, and its answer was lost, by the defaults of the options. `{ maxTries: 1 }` sends nothing again.
   */
  readonly retry?: RetryOptions | undefined;
  /**
   * The Idempotency-Key of the batch, with which the server runs nothing twice. A string of 1 to 250 printable characters
   * of ASCII is the key. `true` is a random key, `false` none. A header Idempotency-Key in `headers` comes first.
   *
   * With a key or `true`, the endpoint is not asked. One that keeps no keys hands them to the operations, and runs a batch that is
   * sent again a second time.
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
  /**
   * Asks the server to take the batch, to answer later (`Prefer: respond-async`, RFC 7240 section 4.1), and follows it to its
   * end: a batch may then take hours, and be larger. The result is the same. A server that does not do this answers at once.
   * Outcomes are reported to `onOutcome` when the batch has ended.
   *
   * @defaultValue false
   */
  readonly respondAsync?: boolean | AsyncOptions | undefined;
  /**
   * Called with the number of operations that have an outcome, when it has changed: with `respondAsync` while the batch runs. If
   * it throws, `send` rejects with that error when the batch has ended.
   */
  readonly onProgress?: ((progress: BatchProgress) => void) | undefined;
  /**
   * Called with the URL of the monitor when the server has taken the batch. A page that keeps it can go on with `followMonitor`
   * after it was reloaded. If it throws, `send` rejects with that error when the batch has ended.
   */
  readonly onMonitor?: ((monitor: string) => void) | undefined;
}

/** The names of the options. */
export const SEND_OPTIONS: readonly string[] = [
  ...['url', 'method', 'fetch', 'headers', 'credentials', 'signal', 'retry', 'idempotencyKey', 'onOutcome'],
  ...['respondAsync', 'onProgress', 'onMonitor'],
];
