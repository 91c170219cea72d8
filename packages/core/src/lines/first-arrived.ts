import { type ReadyIterator, takeReadyFrom } from '@multistatus/wire';
import { BatchProblem } from '../problem/batch-problem.js';
import type { RequestLoad } from '../run/request-load.js';

/** How the start of a list is read. */
interface StartOfList<Item> {
  /** Reads the items. */
  readonly decode: (pieces: AsyncIterable<Uint8Array | string>) => AsyncIterator<Item, void>;
  readonly load: RequestLoad;
  /** Creates the error for a list without items, if it must have one. */
  readonly ifEmpty?: (() => BatchProblem) | undefined;
}

/**
 * Returns the items once the first of them has arrived. Only then does the request take its place, so what has arrived until then counts
 * towards `maxBytesUnderWay`: any number of clients could each send a part of a long line.
 *
 * @throws {BatchProblem} `incomplete-body` if it does not arrive in time; `no-capacity`. `limit-exceeded` is not thrown here but by
 *   the first call of `next`: an exceeded limit is reported in place of the item, wherever in the list it occurs.
 */
export async function firstArrived<Item>(
  body: AsyncIterable<Uint8Array | string>,
  { decode, load, ifEmpty }: StartOfList<Item>,
): Promise<ReadyIterator<Item>> {
  let held = 0;
  let hasArrived = false;
  const items = decode(
    eachPiece(body, ({ length }) => {
      if (hasArrived) return;
      load.addBody(length);
      held += length;
    }),
  );
  const first = items.next();
  const arrived = await first.catch((error: unknown) => {
    if (!(error instanceof BatchProblem) || error.slug !== 'limit-exceeded') throw error;
    return undefined;
  });
  if (arrived?.done === true && ifEmpty !== undefined) throw ifEmpty();
  hasArrived = true;
  load.remove(held);
  load.takePlace();
  return new BegunItems(items, first);
}

/** Items of which the first has been read. */
class BegunItems<Item> implements ReadyIterator<Item> {
  readonly #items: AsyncIterator<Item, void>;
  #first: Promise<IteratorResult<Item, void>> | undefined;

  constructor(items: AsyncIterator<Item, void>, first: Promise<IteratorResult<Item, void>>) {
    this.#items = items;
    this.#first = first;
  }

  takeReady(): Item | undefined {
    return this.#first === undefined ? takeReadyFrom(this.#items) : undefined;
  }

  next(): Promise<IteratorResult<Item, void>> {
    const next = this.#first ?? this.#items.next();
    this.#first = undefined;
    return next;
  }

  async return(): Promise<IteratorResult<Item, void>> {
    await this.#items.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

async function* eachPiece<Piece>(
  pieces: AsyncIterable<Piece>,
  onPiece: (piece: Piece) => void,
): AsyncGenerator<Piece, void, undefined> {
  for await (const piece of pieces) {
    onPiece(piece);
    yield piece;
  }
}
