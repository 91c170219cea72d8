import type { AsyncSupport, JobRequest } from '../options/async-support.js';
import type { BatchOptions } from '../options/batch-options.js';
import type { OperationIdentity } from '../options/error-context.js';
import type { IdempotencyOptions } from '../options/idempotency-options.js';
import type { Journal } from '../options/journal.js';
import type { Transaction } from '../options/transaction.js';
import type { ItemAjv } from './compile-with.js';
import type { ItemSchema } from './item-schema.js';

/** What the contexts of `handle` and `handleMany` have in common. `Tx` is that of {@link ItemContext}. */
export interface HandlerContext<Tx> {
  /** The index of the item in the list, from 0. */
  readonly index: number;
  /** Aborted when the item exceeds its time limit or the client disconnects. */
  readonly signal: AbortSignal;
  /** With `atomic`, the value that the option `transaction` passed to `run`; else `undefined`. */
  readonly transaction: Tx;
}

/**
 * The second argument of `handle`. `Extra` is what the framework adds: `{ req }` or `{ ctx }`. `Tx` is the type of the value that
 * the option `transaction` passes to `run`.
 */
export type ItemContext<Extra extends object, Tx = unknown> = Extra &
  HandlerContext<Tx> & {
    /**
     * The Idempotency-Key of the item, `<key>:<value of the member>`, derived as for the operations of a batch. `undefined` if
     * the request has no Idempotency-Key, if the option `key` is not set, or for an item that lacks the member and equals
     * another one.
     */
    readonly idempotencyKey: string | undefined;
  };

/** The second argument of `handleMany`. Its type parameters are those of {@link ItemContext}. */
export type ManyContext<Extra extends object, Tx = unknown> = Extra &
  HandlerContext<Tx> & {
    /** The Idempotency-Key of each item, in the order of the items. See {@link ItemContext}. */
    readonly idempotencyKeys: readonly (string | undefined)[];
  };

/** What an error belongs to, as the option `onError` of a bulk endpoint gets it. `Extra` is that of {@link ItemContext}. */
export type BulkErrorContext<Extra extends object> = Extra & {
  /** The item that the error occurred for, as in its outcome; `undefined` if it concerns the whole list, as with `handleMany`. */
  readonly item: OperationIdentity | undefined;
};

/**
 * What the context of a handler has besides its own members: `Extra`, which the framework adds; or, in a worker, the
 * {@link JobRequest} in its place. `Principal` is `never` without the option `async`: then no worker runs items.
 *
 * `'principal' in context` distinguishes them.
 */
export type HandlerExtra<Extra extends object, Principal> =
  | Extra
  | ([Principal] extends [never] ? never : JobRequest<Principal>);

/**
 * What the context of `onError` has besides `item`: as for handlers; or nothing, for an error that belongs to no request to the
 * endpoint, such as a queue that cannot be reached.
 */
export type ErrorExtra<Extra extends object, Principal> =
  | HandlerExtra<Extra, Principal>
  | ([Principal] extends [never] ? never : object);

/** The limits of a bulk endpoint. Each is at least 1, and finite by default. */
export interface BulkLimitOptions {
  /**
   * Items in one request. May be `Infinity`, which counts only for NDJSON with an NDJSON answer.
   *
   * @defaultValue 1_000
   */
  readonly maxItems?: number | undefined;
  /** Bytes of one item. @defaultValue 1_048_576 (1 MiB) */
  readonly maxItemBytes?: number | undefined;
  /**
   * Bytes of the request body. May be `Infinity`, which counts only for NDJSON with an NDJSON answer.
   *
   * @defaultValue 1_048_576 (1 MiB)
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * Items of one request that are handled at the same time. With `'auto'`, 8 of each request, and up to 100 as long as that does not
   * make items noticeably slower; all requests to the endpoint together at most 256, unless 8 of each are more.
   *
   * @defaultValue 'auto'
   */
  readonly concurrency?: number | 'auto' | undefined;
  /** Milliseconds after which an item is aborted and answered 504. @defaultValue 10_000 */
  readonly itemTimeoutMs?: number | undefined;
  /**
   * Milliseconds after which no further item is started and running ones are aborted. May be `Infinity`, which counts
   * only for NDJSON with an NDJSON answer.
   *
   * @defaultValue 25_000
   */
  readonly bulkTimeoutMs?: number | undefined;
  /**
   * Bytes of all bodies in an answer that is not streamed. Bodies over the limit are omitted.
   *
   * @defaultValue 33_554_432 (32 MiB)
   */
  readonly maxResponseBytes?: number | undefined;
  /** Levels of objects and arrays in the request body. @defaultValue 64 */
  readonly maxJsonDepth?: number | undefined;
  /**
   * Requests that the endpoint handles at the same time. Any further request is answered 503 before its body is read. A
   * request counts from the arrival of its body, or of its first line if its NDJSON is handled line by line, until
   * its answer has been sent.
   *
   * @defaultValue 64
   */
  readonly maxConcurrentRequests?: number | undefined;
  /**
   * Bytes that the requests of the endpoint hold together: lists that have been read, and answers that clients have not taken
   * yet. A request whose list would exceed it is answered 503; the body of an answer that would exceed it is omitted.
   *
   * @defaultValue 268_435_456 (256 MiB)
   */
  readonly maxBytesUnderWay?: number | undefined;
  /**
   * Milliseconds after which a request whose body has not arrived completely is answered 408. For NDJSON that is
   * handled line by line, the limit applies to each wait for more data; time in which the endpoint does not read is not
   * counted.
   *
   * @defaultValue 30_000
   */
  readonly bodyTimeoutMs?: number | undefined;
  /**
   * Milliseconds after which a client is disconnected that takes nothing of the answer while bytes of it are waiting. Time in
   * which a streamed answer waits for items is not counted.
   *
   * @defaultValue 30_000
   */
  readonly sendTimeoutMs?: number | undefined;
}

/**
 * The options of a bulk endpoint. `Schema` is what its adapter accepts as a schema of items; `Extra` and `Tx` are those of
 * {@link ItemContext}, and `Principal` is that of {@link HandlerExtra}.
 */
export interface BulkOptions<
  Item,
  Extra extends object,
  Schema = ItemSchema<Item>,
  Tx = unknown,
  Principal = never,
> extends Pick<BatchOptions, 'formats' | 'defaultFormat' | 'status' | 'timings' | 'onOutcome'> {
  /**
   * Makes the endpoint honour the header Idempotency-Key: a list that is sent again with the same key is answered from the journal,
   * and items that had not run run then. `createJournal` of `@multistatus/journal` creates it.
   *
   * @defaultValue the key is only passed on to handlers, as `idempotencyKey`
   */
  readonly journal?: Journal<never> | undefined;
  /**
   * Answers requests with `Prefer: respond-async` by 202 and the URL of a monitor, and has workers handle their items: there a
   * handler has the `principal` in place of the request. Such a request has the limits of `async` in place of `maxItems` and
   * `maxBodyBytes`; an NDJSON upload that is not held in memory has no limit of bytes. Needs `journal`. `respondAsync` of
   * `@multistatus/async` creates it, with `monitors`.
   *
   * @defaultValue the preference is ignored
   */
  readonly async?: AsyncSupport<never, Principal> | undefined;
  /** How keys are treated. Needs `journal`. */
  readonly idempotency?: IdempotencyOptions<Item> | undefined;
  /**
   * Called with every error that is hidden from the client: what a handler, the transaction or another option threw. `context`
   * says which item and request the error belongs to. What `onError` itself throws is ignored.
   *
   * @defaultValue console.error
   */
  readonly onError?:
    | ((error: unknown, context: BulkErrorContext<ErrorExtra<Extra, Principal>>) => void)
    | undefined;
  /** Validates items: a JSON Schema, or a validator of the Standard Schema interface, such as a zod schema. */
  readonly item: Schema;
  /**
   * Your own Ajv, with its formats, keywords and schemas. A JSON Schema needs it on hosts other than Express and Koa.
   *
   * @defaultValue on Express and Koa, an instance with all formats of ajv-formats
   */
  readonly ajv?: ItemAjv | undefined;
  /** The limits of a request. */
  readonly limits?: BulkLimitOptions | undefined;
  /**
   * Returns the path of the resource that an item is about. Called only for valid items.
   *
   * @defaultValue `<path of the endpoint>/items/<index>`, which an invalid item always has
   */
  readonly href?: ((item: Item, index: number) => string) | undefined;
  /**
   * Handles one valid item. Its result is the answer for the item: `undefined` is 204, a value is 200, `created()` is
   * 201, and `respond()` sets the status itself. A thrown error with a `status` from 400 to 599 is that status, and its
   * message is shown only if its `expose` is true. Any other error is 500.
   */
  readonly handle?:
    | ((item: Item, context: ItemContext<HandlerExtra<Extra, Principal>, Tx>) => unknown)
    | undefined;
  /**
   * Handles all valid items in one call, instead of `handle`. Returns an array that has, for each item in order, the
   * value that `handle` would have returned, or the error that it would have thrown. `index` of the context is that of
   * the first item.
   */
  readonly handleMany?:
    | ((
        items: readonly Item[],
        context: ManyContext<HandlerExtra<Extra, Principal>, Tx>,
      ) => readonly unknown[] | Promise<readonly unknown[]>)
    | undefined;
  /** Runs the whole list in one transaction, so that all items succeed or none does. @defaultValue false */
  readonly atomic?: boolean | undefined;
  /**
   * Runs an atomic list in a transaction, or each item with `idempotency.everyOperation`. Required with either, and only allowed
   * with one of them.
   */
  readonly transaction?: Transaction<Tx> | undefined;
  /**
   * The name of a member whose value names an item, and must be unique: items that share a value are answered 409 and do not
   * run. The Idempotency-Keys of items are derived from it. Nothing runs before the whole list has arrived, even if it is NDJSON.
   */
  readonly key?: string | undefined;
  /**
   * Reports the issues of an item as propstats, one for each property, for WebDAV clients. An item with an issue outside
   * its properties still gets a problem with `errors`.
   *
   * @defaultValue false: always a problem with `errors`
   */
  readonly propstats?: boolean | undefined;
  /** Runs nothing unless every item is valid, and answers 422 with all issues otherwise. @defaultValue false */
  readonly validateAll?: boolean | undefined;
}
