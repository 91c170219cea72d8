import type { Format } from '../formats/format.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { Operation, OperationToAllow } from '../operation/operation.js';
import type { OperationOutcome } from '../operation/operation-outcome.js';
import type { AsyncSupport, JobRequest } from './async-support.js';
import type { BatchErrorContext } from './error-context.js';
import type { HeaderOptions } from './header-options.js';
import type { IdempotencyOptions } from './idempotency-options.js';
import type { Journal } from './journal.js';
import type { LimitOptions } from './resolve-limits.js';
import type { Transaction } from './transaction.js';

/**
 * What options get of a request: the request object of the framework; or a {@link JobRequest} if the option `async` is set, and the
 * batch runs in a worker.
 */
export type RequestOrJob<Outer, Principal> = [Principal] extends [never]
  ? Outer
  : Outer | JobRequest<Principal>;

/**
 * Options of a batch endpoint. `Outer` is the request object of the framework; `Principal` is what the option `capture` of
 * `respondAsync` returns, and `never` without the option `async`.
 */
export interface BatchOptions<Outer = unknown, Principal = never> {
  /** Limits of size, time and concurrency. */
  readonly limits?: LimitOptions | undefined;
  /** Which headers operations inherit, which they may set, and which their outcomes show. */
  readonly headers?: HeaderOptions | undefined;
  /**
   * The formats that the endpoint reads and writes. If the client accepts several equally, `defaultFormat` decides, then their
   * order.
   *
   * @defaultValue [json(), xml(), ndjson()]
   */
  readonly formats?: readonly Format[] | undefined;
  /**
   * The name of the format of the answer if the client has no preference, such as `'xml'`.
   *
   * @defaultValue the format of the request
   */
  readonly defaultFormat?: string | undefined;
  /**
   * How operations run if the batch does not specify it in its member `execution`: in parallel or one at a time. To run them
   * one at a time regardless of the batch, set `limits.concurrency` to 1.
   *
   * @defaultValue 'parallel'
   */
  readonly execution?: 'parallel' | 'sequential' | undefined;
  /**
   * The public path prefix that a reverse proxy removes, such as `/api`. Clients include it in the URLs of operations. It is
   * removed before an operation is dispatched, and added to every `href` in the answer.
   *
   * @defaultValue '' (no prefix)
   */
  readonly basePath?: string | undefined;
  /**
   * The path that relative URLs of operations are relative to, such as `/v1.0`, as the client sees it: with `basePath`. With it,
   * batches in JSON may hold what clients of OData and Microsoft Graph send, such as relative URLs and absolute ones of this host.
   *
   * @defaultValue URLs are absolute paths; a format may have a root of its own, as `odata()` has
   */
  readonly root?: string | undefined;
  /**
   * Returns whether an operation may run. It is called just before the operation would start, with the final URL: references
   * are resolved and `basePath` is removed. An operation that is not allowed is answered 403.
   *
   * Compare `operation.path`, not `url`, and name what may run, not what may not:
   * docs/reference/limits-and-security.md says why.
   *
   * With `Prefer: handling=strict` it is called before anything runs, and one operation that is not allowed refuses the whole batch.
   *
   * @defaultValue every operation is allowed
   */
  readonly allow?:
    | ((operation: OperationToAllow, request: RequestOrJob<Outer, Principal>) => boolean | Promise<boolean>)
    | undefined;
  /**
   * Where cookies that operations set end up: `lift` sets them on the response to the batch, `drop` discards them, and
   * `include` leaves them in the document, where scripts and logs can read even HttpOnly cookies.
   *
   * @defaultValue 'lift'
   */
  readonly cookies?: 'lift' | 'drop' | 'include' | undefined;
  /**
   * Runs an atomicity group in a transaction. Without it, a batch with an atomicity group is answered 501. It is called outside of
   * the async context of the batch request; the operations of the group run in the context in which it calls `run`.
   */
  readonly transaction?: Transaction | undefined;
  /**
   * Returns whether an answer is a success where its status alone does not show it, such as a 207 from another server or a
   * 404 to a DELETE. Return `undefined` to let the status decide. Must not be asynchronous.
   */
  readonly isSuccess?: ((operation: Operation, answer: OperationAnswer) => boolean | undefined) | undefined;
  /**
   * The status of the response to the batch: `'multi-status'` is always 207; `'ok-or-multi-status'` is 200 if all operations
   * succeeded, else 207; a function returns any status from 200 to 599 that allows content.
   *
   * @defaultValue 'multi-status'
   */
  readonly status?:
    | 'multi-status'
    | 'ok-or-multi-status'
    | ((outcomes: readonly OperationOutcome[]) => number)
    | undefined;
  /**
   * Makes the endpoint honour the header Idempotency-Key: a batch that is sent again with the same key is answered from the
   * journal, and what had not run when the server died runs then. `createJournal` of `@multistatus/journal` creates it.
   *
   * @defaultValue the key is only passed on to operations, as `<key>:<id>`
   */
  readonly journal?: Journal<Outer> | undefined;
  /** How keys are treated. Needs `journal`. */
  readonly idempotency?: IdempotencyOptions<Operation> | undefined;
  /**
   * Takes batches that prefer to be answered later (`Prefer: respond-async`), and that outlive the request: `respondAsync` of
   * `@multistatus/async` creates it. Needs `journal`.
   *
   * @defaultValue the preference is ignored
   */
  readonly async?: AsyncSupport<Outer, Principal> | undefined;
  /**
   * Adds to each outcome in the answer when its operation ran: `timing`, with the milliseconds from the start of the run to the
   * start of the operation, and those that it took, in tenths. In a batch that is answered later, the first is measured from when
   * the batch was accepted. Clients learn from it how long handlers take.
   *
   * @defaultValue false
   */
  readonly timings?: boolean | undefined;
  /** Called with every outcome as soon as it is final. What it throws or rejects with is passed to `onError`. */
  readonly onOutcome?:
    | ((outcome: OperationOutcome, request: RequestOrJob<Outer, Principal>) => unknown)
    | undefined;
  /**
   * Called with every error that is hidden from the client: what a target, a transaction or another option threw. `context`
   * says which operation, group and request the error belongs to. What `onError` itself throws is ignored.
   *
   * @defaultValue console.error
   */
  readonly onError?:
    | ((error: unknown, context: BatchErrorContext<RequestOrJob<Outer, Principal>>) => void)
    | undefined;
}
