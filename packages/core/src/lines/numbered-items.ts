import { type ReadyIterator, takeReadyFrom } from '@multistatus/wire';
import type { SentItem } from '../formats/item-decoder.js';
import type { KeptLine, LineJournal } from '../journal/line-journal.js';
import { limitExceeded } from '../problem/batch-problem.js';

/** An item, and its place in the list. */
export interface NumberedItem<Sent> {
  readonly index: number;
  readonly sent: Sent;
  /** What an earlier attempt has kept of it. */
  readonly kept: KeptLine | undefined;
}

interface NumberRules {
  readonly maxItems: number;
  /** The name of the limit that `maxItems` is. */
  readonly limitOfItems: 'maxItems' | 'maxOperations';
  /** What the items are called, for messages. */
  readonly unit: string;
  readonly journal: LineJournal | undefined;
}

/**
 * The items of a list with their numbers, and with what a journal has kept of each.
 *
 * `next` rejects with a `BatchProblem` `limit-exceeded` for more than `maxItems`.
 */
export class NumberedItems<Sent extends SentItem> implements ReadyIterator<NumberedItem<Sent>> {
  readonly #items: AsyncIterator<Sent, void> | ReadyIterator<Sent>;
  readonly #rules: NumberRules;
  #read = 0;
  #hasReadAll = false;
  #pending: Promise<IteratorResult<NumberedItem<Sent>, void>> | undefined;

  constructor(items: AsyncIterator<Sent, void> | ReadyIterator<Sent>, rules: NumberRules) {
    this.#items = items;
    this.#rules = rules;
  }

  /** How many items were read. */
  get read(): number {
    return this.#read;
  }

  get hasReadAll(): boolean {
    return this.#hasReadAll;
  }

  takeReady(): NumberedItem<Sent> | undefined {
    const { journal, maxItems } = this.#rules;
    if (journal !== undefined || this.#read >= maxItems) return undefined;
    const sent = takeReadyFrom(this.#items);
    if (sent === undefined) return undefined;
    const index = this.#read;
    this.#read += 1;
    return { index, sent, kept: undefined };
  }

  next(): Promise<IteratorResult<NumberedItem<Sent>, void>> {
    const pending = this.#readNext().finally(() => {
      this.#pending = undefined;
    });
    this.#pending = pending;
    return pending;
  }

  async return(): Promise<IteratorResult<NumberedItem<Sent>, void>> {
    await this.#items.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Checks whether the list has ended, without waiting for data that has not arrived. An item that has arrived is lost. */
  async isExhausted(): Promise<boolean> {
    if (this.#hasReadAll) return true;
    const now = new Promise<undefined>((resolve) => {
      setTimeout(resolve, 0, undefined); // whatever has arrived is read in this turn of the event loop
    });
    const next = await Promise.race([this.#pending ?? this.#items.next(), now]);
    return next?.done === true;
  }

  async #readNext(): Promise<IteratorResult<NumberedItem<Sent>, void>> {
    const { maxItems, limitOfItems, unit, journal } = this.#rules;
    const item = await this.#items.next();
    if (item.done === true) {
      journal?.checkTotal(this.#read);
      this.#hasReadAll = true;
      return item;
    }
    const index = this.#read;
    if (index >= maxItems) {
      throw limitExceeded({ limit: limitOfItems, max: maxItems, actual: index + 1, unit });
    }
    this.#read += 1;
    const kept = journal === undefined ? undefined : await journal.find(index, item.value);
    return { done: false, value: { index, sent: item.value, kept } };
  }
}
