import type { Operation } from '../operation/operation.js';
import type { WorkPart } from '../options/async-support.js';
import { itemOperation, itemsPathOf } from './item-operation.js';

/** A part of a list. */
export type ListWork = Pick<Extract<WorkPart, { kind: 'list' }>, 'list' | 'part'>;

/**
 * Returns the operations that stand for the items of a part, without the hrefs that the option `href` returns. An outcome of an
 * item that has another one is kept with it.
 */
export function partOperations({
  list: { method, path },
  part: { items, firstIndex },
}: ListWork): Operation[] {
  const place = { method, itemsPath: itemsPathOf(path) };
  return items.map((_item, position) => itemOperation(firstIndex + position, place));
}
