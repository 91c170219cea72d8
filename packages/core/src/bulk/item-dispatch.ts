import type { ActiveOperation } from '../operation/active-operation.js';
import type { Dispatch, OperationAnswer, OperationRequest } from '../operation/dispatch.js';
import { defineLazySignal } from '../run/lazy-abort.js';
import type { ItemContext } from './bulk-options.js';
import type { ResolvedBulkOptions } from './resolve-bulk-options.js';
import { toOperationAnswer } from './to-operation-answer.js';

/** Items that may run, by their place in the list. */
export type RunnableItems<Item> = ReadonlyMap<number, Item>;

const EMPTY = new Uint8Array(0);

/** Gives the dispatch that hands items to `handle`, or all of them, at the first, to `handleMany`. */
export function itemDispatch<Item, Extra extends object>(
  { handle, handleMany }: Pick<ResolvedBulkOptions<Item, Extra>, 'handle' | 'handleMany'>,
  {
    items,
    extra,
    onError,
  }: {
    readonly items: RunnableItems<Item>;
    readonly extra: Extra;
    readonly onError: (error: unknown) => void;
  },
): Dispatch {
  const contextOf = ({ context }: OperationRequest): ItemContext<Extra> =>
    new HandlerContext(context, extra) as HandlerContext & Extra;
  let all: Promise<ReadonlyMap<number, unknown>> | undefined;
  const answerMany = async (request: OperationRequest): Promise<ReadonlyMap<number, unknown>> => {
    const indexes = [...items.keys()];
    const given = await handleMany?.([...items.values()], contextOf(request));
    if (
      !Array.isArray(given) ||
      given.length !== indexes.length ||
      indexes.some((_, place) => !(place in given))
    ) {
      const got = Array.isArray(given)
        ? `${Object.keys(given).length}`
        : given === null
          ? 'null'
          : typeof given;
      throw new TypeError(
        `bulk.handleMany must give an array with one answer per item, in order: got ${got} for ${indexes.length} item(s)`,
      );
    }
    return new Map(indexes.map((index, place) => [index, given[place] as unknown]));
  };
  const give = async (request: OperationRequest): Promise<unknown> => {
    const { index } = request.context;
    if (handle !== undefined) return handle(items.get(index) as Item, contextOf(request));
    all ??= answerMany(request);
    return (await all).get(index);
  };
  return async (request) => {
    let given: unknown;
    try {
      given = await give(request);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      given = error;
    }
    const answer = toOperationAnswer(given);
    if (given instanceof Error && (given as { expose?: unknown }).expose !== true) onError(given);
    return limit(answer, request.maxResponseBytes);
  };
}

/** What a handler gets beside its item: what the framework adds, and what is known of the item. */
class HandlerContext implements ItemContext<object> {
  readonly index: number;
  declare readonly signal: AbortSignal;
  readonly transaction: unknown;

  constructor(context: ActiveOperation, extra: object) {
    Object.assign(this, extra);
    this.index = context.index;
    this.transaction = context.transaction;
    defineLazySignal(this, context);
  }
}

function limit(answer: OperationAnswer, maxResponseBytes: number): OperationAnswer {
  return answer.body.byteLength > maxResponseBytes
    ? { ...answer, body: EMPTY, isBodyTooLarge: true }
    : answer;
}
