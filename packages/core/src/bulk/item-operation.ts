import type { Operation } from '../operation/operation.js';

const NO_ENTRIES: readonly never[] = [];
const NO_HEADERS: Operation['headers'] = {};

/** Where the items of a list are, and how they were sent. */
export interface ItemPlace {
  readonly method: string;
  /** The href of an item without an href of its own, up to its index: `/photos/items/`. */
  readonly itemsPath: string;
}

/** Returns the href of items without an href of their own, up to the index. `path` is that of the endpoint. */
export function itemsPathOf(path: string): string {
  return `${path}/items/`;
}

/** Returns the operation that stands for an item. Without `url`, it has that of an item without an href of its own. */
export function itemOperation(
  index: number,
  { method, itemsPath }: ItemPlace,
  url = `${itemsPath}${index}`,
): Operation {
  return new ItemOperation(index, method, url);
}

/** A class for the same reason as `AnsweredOutcome`. */
class ItemOperation implements Operation {
  readonly index: number;
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Operation['headers'] = NO_HEADERS;
  readonly dependencies: Operation['dependencies'] = NO_ENTRIES;
  readonly references: Operation['references'] = NO_ENTRIES;

  constructor(index: number, method: string, url: string) {
    this.index = index;
    this.id = String(index);
    this.method = method;
    this.url = url;
  }
}
