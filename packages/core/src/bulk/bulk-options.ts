import type { BatchOptions } from '../options/batch-options.js';
import type { ItemAjv, ItemSchema } from './item-validator.js';

/** What a handler gets beside its item; `Extra` is what the framework adds: `{ req }` or `{ ctx }`. */
export type ItemContext<Extra extends object> = Extra & {
  /** The item's place in the list, from 0. */
  readonly index: number;
  /** Aborted when the item's time is up, or the client has gone. */
  readonly signal: AbortSignal;
  /** What the option `transaction` gave, with `atomic`. */
  readonly transaction: unknown;
};

/** The bounds of a bulk endpoint; each is finite by default and at least 1. */
export interface BulkLimitOptions {
  /** Items in one request; may be `Infinity` for NDJSON that is answered item by item. @defaultValue 1_000 */
  readonly maxItems?: number | undefined;
  /** Bytes of one item. @defaultValue 1_048_576 (1 MiB) */
  readonly maxItemBytes?: number | undefined;
  /** Bytes of the request body; may be `Infinity` for NDJSON. @defaultValue 1_048_576 (1 MiB) */
  readonly maxBodyBytes?: number | undefined;
  /** Items that are handled at the same time. @defaultValue 8 */
  readonly concurrency?: number | undefined;
  /** Milliseconds after which an item is aborted and answered 504. @defaultValue 10_000 */
  readonly itemTimeoutMs?: number | undefined;
  /** Milliseconds after which no further item is started; may be `Infinity` for NDJSON. @defaultValue 25_000 */
  readonly bulkTimeoutMs?: number | undefined;
  /** Bytes of all bodies of an answer that is not streamed; those beyond are omitted. @defaultValue 33_554_432 (32 MiB) */
  readonly maxResponseBytes?: number | undefined;
  /** Levels of objects and arrays in the request body. @defaultValue 64 */
  readonly maxJsonDepth?: number | undefined;
  /**
   * Requests that the endpoint handles at the same time. A further one is answered 503 before its body is read; a place is
   * taken when the body has arrived, or the first line of NDJSON that is handled as it comes, and given back when every
   * item has run.
   *
   * @defaultValue 64
   */
  readonly maxConcurrentRequests?: number | undefined;
  /**
   * Milliseconds after which a request whose body has not arrived completely is answered 408. For NDJSON that is handled
   * as it comes it bounds each wait for more, and no time runs while the endpoint does not read.
   *
   * @defaultValue 30_000
   */
  readonly bodyTimeoutMs?: number | undefined;
}

/** What a bulk endpoint is told. */
export interface BulkOptions<Item, Extra extends object>
  extends Pick<BatchOptions, 'defaultFormat' | 'status' | 'onOutcome' | 'onError' | 'transaction'> {
  /** What an item has to be: a JSON Schema, or a validator of the Standard Schema interface, such as zod's. */
  readonly item: ItemSchema<Item>;
  /** Your own Ajv, with its formats, keywords and schemas. @defaultValue one with all formats of ajv-formats */
  readonly ajv?: ItemAjv | undefined;
  /** The bounds of a request. */
  readonly limits?: BulkLimitOptions | undefined;
  /**
   * Gives the path of the resource that an item is about. Called for valid items alone.
   *
   * @defaultValue `<path of the endpoint>/items/<index>`, which invalid items have always
   */
  readonly href?: ((item: Item, index: number) => string) | undefined;
  /**
   * Handles one valid item. Nothing answers 204, a value 200, `created()` 201, `respond()` what it says. An error with a
   * `status` of 400 to 599 answers that, its message shown only if `expose` is true; any other 500.
   */
  readonly handle?: ((item: Item, context: ItemContext<Extra>) => unknown) | undefined;
  /**
   * Handles all valid items at once, in place of `handle`, and gives for each, in order, what `handle` would have given or
   * thrown. `index` of the context is that of the first item.
   */
  readonly handleMany?:
    | ((
        items: readonly Item[],
        context: ItemContext<Extra>,
      ) => readonly unknown[] | Promise<readonly unknown[]>)
    | undefined;
  /** The whole list succeeds or fails as one, by the option `transaction`. @defaultValue false */
  readonly atomic?: boolean | undefined;
  /** A member that no two items may share: all that do are answered 409 and do not run. */
  readonly key?: string | undefined;
  /**
   * The faults of an item are told property by property, as propstats, where each is in one: for WebDAV clients.
   *
   * @defaultValue false: as a problem with `errors`
   */
  readonly propstats?: boolean | undefined;
  /** Nothing runs unless every item is valid: else 422 with all faults. @defaultValue false */
  readonly validateAll?: boolean | undefined;
}
