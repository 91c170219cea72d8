import type { ProblemExtensions } from '../problem/batch-problem.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import type { JsonSchema } from './json-schema.js';
import type { ReceivedBody } from './received-body.js';

/** The part of a format that reads lists of items: as a whole, or item by item as they arrive. */
export type ItemDecoder = ListDecoder | StreamDecoder;

/** What both kinds of {@link ItemDecoder} have. */
export interface ItemMediaTypes {
  /** The media types of a list, lower-case and without parameters. */
  readonly mediaTypes: readonly [string, ...string[]];
  /** Describes a list for OpenAPI. `item` returns the schema of one item, and is called once for each place. */
  readonly toSchema: (item: () => JsonSchema, limits: ItemLimits) => JsonSchema;
}

/** Reads a list that is held in memory as a whole. */
export interface ListDecoder extends ItemMediaTypes {
  /** Distinguishes it from a {@link StreamDecoder}. */
  readonly kind: 'list';
  /**
   * Reads a list.
   *
   * @throws {BatchProblem} if the body is not of this format, is not a list, or exceeds a limit.
   */
  decode(body: ReceivedBody, limits: ItemLimits): SentList | Promise<SentList>;
}

/** Reads items as they arrive. */
export interface StreamDecoder extends ItemMediaTypes {
  /** Distinguishes it from a {@link ListDecoder}. */
  readonly kind: 'stream';
  /**
   * Reads items, and yields each as soon as it has arrived.
   *
   * @throws {BatchProblem} `limit-exceeded` for more than `maxBodyBytes`, after it has yielded the items before.
   */
  decode(
    stream: AsyncIterable<Uint8Array | string>,
    limits: ItemLimits,
  ): AsyncIterator<SentItem, void> & AsyncIterable<SentItem>;
}

/** The limits of a list. Those of a stream may be `Infinity`. */
export interface ItemLimits {
  /** Items in one list. */
  readonly maxItems: number;
  /** Bytes of one item. */
  readonly maxItemBytes: number;
  /** Bytes of the whole body. */
  readonly maxBodyBytes: number;
  /** Levels of nested objects and arrays. */
  readonly maxJsonDepth: number;
}

/** An item as it was sent, or the problem that keeps it from being read. */
export type SentItem = { readonly value: unknown } | RefusedItem;

/** The problem that keeps an item from being read. */
export interface RefusedItem {
  /** The type of the problem: a name of `PROBLEM_TYPES`, which has its status and title. */
  readonly slug: ProblemSlug;
  /** What is wrong, for humans. */
  readonly detail: string;
  /** Further members of the problem, such as `limit` and `max`. @defaultValue none */
  readonly extensions?: ProblemExtensions;
}

/** A list as it was sent. */
export interface SentList {
  /** All items in the order in which they were sent, including those that cannot be read. */
  readonly items: readonly SentItem[];
  /** The JSON Pointer tokens of the list in the body: `[]`, or `['items']`. */
  readonly pointer: readonly string[];
}
