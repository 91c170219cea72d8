import { countOf } from '@multistatus/wire';
import type { ActiveOperation } from '../operation/active-operation.js';
import type { Dispatch, OperationAnswer, OperationRequest } from '../operation/dispatch.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { LazySignal } from '../run/lazy-signal.js';
import type { ItemContext, ManyContext } from './bulk-options.js';
import type { ResolvedBulkOptions } from './resolve-bulk-options.js';
import { toOperationAnswer } from './to-operation-answer.js';

/** The items that are ready to run, by their index in the list. */
export type RunnableItems<Item> = ReadonlyMap<number, Item>;

const NO_BYTES = new Uint8Array(0);

/**
 * Returns the dispatch of a bulk request. It passes each item to `handle`; or, when it runs the first item, all items
 * to `handleMany`.
 */
export function itemDispatch<Item, Extra extends object>(
  { handle, handleMany }: Pick<ResolvedBulkOptions<Item, Extra>, 'handle' | 'handleMany'>,
  {
    items,
    keys,
    extra,
    onError,
  }: {
    readonly items: RunnableItems<Item>;
    /** The Idempotency-Keys of items, by their index in the list. */
    readonly keys: ReadonlyMap<number, string>;
    readonly extra: Extra;
    readonly onError: ResolvedOptions['onError'];
  },
): Dispatch {
  const contextOf = ({ context }: OperationRequest): ItemContext<Extra> =>
    new OneItemContext(context, extra, keys.get(context.index)) as OneItemContext & Extra;
  let all: Promise<ReadonlyMap<number, unknown>> | undefined;
  const answerMany = async (request: OperationRequest): Promise<ReadonlyMap<number, unknown>> => {
    const indexes = [...items.keys()];
    const idempotencyKeys = indexes.map((index) => keys.get(index));
    const context = new ManyItemsContext(request.context, extra, idempotencyKeys);
    const results: unknown = await handleMany?.([...items.values()], context as ManyItemsContext & Extra);
    checkResults(results, indexes.length);
    return new Map(indexes.map((index, position) => [index, results[position]]));
  };
  const callHandler = async (request: OperationRequest): Promise<unknown> => {
    const { index } = request.context;
    if (handle !== undefined) return handle(items.get(index) as Item, contextOf(request));
    all ??= answerMany(request).catch((error: unknown) => {
      // Reported first here, for the whole list; without this it would be reported for the first item.
      if (isHidden(error)) onError(error, {});
      throw error;
    });
    return (await all).get(index);
  };
  return async (request) => {
    let result: unknown;
    try {
      result = await callHandler(request);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      result = error;
    }
    const answer = toOperationAnswer(result);
    if (result instanceof Error && isHidden(result)) {
      const { method, url, context } = request;
      onError(result, { operation: { index: context.index, id: context.id, method, url } });
    }
    return limitBody(answer, request.maxResponseBytes);
  };
}

/** @throws {TypeError} if `handleMany` has not returned an array with an entry for each item. */
function checkResults(results: unknown, count: number): asserts results is readonly unknown[] {
  if (!Array.isArray(results)) {
    throw wrongResults(results === null ? 'null' : typeof results, count);
  }
  const given = Object.keys(results).length;
  if (results.length !== count || given !== count) throw wrongResults(String(given), count);
}

function wrongResults(got: string, count: number): TypeError {
  return new TypeError(
    `bulk.handleMany must return an array with one answer per item, in order: got ${got} for ${countOf(count, 'item')}`,
  );
}

/** Checks whether an error of a handler is kept from the client, at least in part. */
function isHidden(error: unknown): boolean {
  return (error as { readonly expose?: unknown } | null | undefined)?.expose !== true;
}

/** The context of a handler call, with the members that the framework adds. */
class HandlerContext {
  readonly index: number;
  declare readonly signal: AbortSignal;
  readonly transaction: unknown;

  constructor(context: ActiveOperation, extra: object) {
    Object.assign(this, extra);
    this.index = context.index;
    this.transaction = context.transaction;
    LazySignal.define(this, context);
  }
}

class OneItemContext extends HandlerContext implements ItemContext<object> {
  readonly idempotencyKey: string | undefined;

  constructor(context: ActiveOperation, extra: object, idempotencyKey: string | undefined) {
    super(context, extra);
    this.idempotencyKey = idempotencyKey;
  }
}

class ManyItemsContext extends HandlerContext implements ManyContext<object> {
  readonly idempotencyKeys: readonly (string | undefined)[];

  constructor(context: ActiveOperation, extra: object, idempotencyKeys: readonly (string | undefined)[]) {
    super(context, extra);
    this.idempotencyKeys = idempotencyKeys;
  }
}

function limitBody(answer: OperationAnswer, maxResponseBytes: number): OperationAnswer {
  return answer.body.byteLength > maxResponseBytes
    ? { ...answer, body: NO_BYTES, isBodyTooLarge: true }
    : answer;
}
