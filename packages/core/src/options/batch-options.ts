import type { FormatName } from '../formats/formats.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import type { OperationOutcome } from '../operation/operation-outcome.js';
import type { HeaderOptions } from './header-options.js';
import type { LimitOptions } from './resolve-limits.js';
import type { Transaction } from './transaction.js';

/** What a batch endpoint can be told; `Outer` is the batch request as the framework has it. */
export interface BatchOptions<Outer = unknown> {
  /** The bounds of a batch. */
  readonly limits?: LimitOptions | undefined;
  /** Which headers operations are given, which they may carry, and which their outcomes show. */
  readonly headers?: HeaderOptions | undefined;
  /**
   * The format for a client that has no preference, or accepts JSON and XML equally.
   *
   * @defaultValue the format of the request: JSON
   */
  readonly defaultFormat?: FormatName | undefined;
  /**
   * Whether operations of a batch that does not say so itself run side by side or one at a time. To have them one at a
   * time whatever the batch says, set `limits.concurrency` to 1.
   *
   * @defaultValue 'parallel'
   */
  readonly execution?: 'parallel' | 'sequential' | undefined;
  /**
   * Public prefix that a proxy in front takes off every path: `/api`. Operations carry it, as their clients see the API;
   * it is taken off before they are dispatched, and put before every href.
   *
   * @defaultValue '': none
   */
  readonly basePath?: string | undefined;
  /**
   * Says whether an operation may run; it has the final URL, references filled in and `basePath` taken off. One that may
   * not is answered 403. Asked at the operation's turn, for each that would run; with `Prefer: handling=strict` before
   * anything runs, and then one refusal refuses the batch.
   *
   * @defaultValue every operation may
   */
  readonly allow?: ((operation: Operation, request: Outer) => boolean | Promise<boolean>) | undefined;
  /**
   * What becomes of the cookies that operations set: `lift` puts them on the batch's own response, `drop` nowhere,
   * `include` into the document, where scripts and logs can read HttpOnly ones.
   *
   * @defaultValue 'lift'
   */
  readonly cookies?: 'lift' | 'drop' | 'include' | undefined;
  /** Runs atomicity groups; without it a batch that has one is answered 501. */
  readonly transaction?: Transaction | undefined;
  /**
   * Says whether an answer is a success, for those that a status does not tell: a 207 of another server, a 404 to a
   * DELETE. `undefined` leaves it to the status.
   */
  readonly isSuccess?: ((operation: Operation, answer: OperationAnswer) => boolean | undefined) | undefined;
  /**
   * The status of the batch itself: always 207, 200 where all operations succeeded, or what a function says: 200 to 599,
   * but none without content.
   *
   * @defaultValue 'multi-status'
   */
  readonly status?:
    | 'multi-status'
    | 'ok-or-multi-status'
    | ((outcomes: readonly OperationOutcome[]) => number)
    | undefined;
  /** Hears of every outcome as soon as it is certain. What it throws or rejects with goes to `onError`. */
  readonly onOutcome?: ((outcome: OperationOutcome, request: Outer) => unknown) | undefined;
  /**
   * Hears of every error that the batch keeps from the client: what a target, a transaction or another option threw.
   * What it throws itself is lost.
   *
   * @defaultValue console.error
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}
