import { freshId } from '../fresh-id.js';
import type { NewOperation } from '../insert-operation.js';
import type { ListedOperation } from './list-operations.js';
import { type OperationTarget, toOperation } from './to-operation.js';

/** Returns an operation that creates something, and one that uses the id of what was created. */
export function chainOf(
  create: ListedOperation,
  next: ListedOperation,
  target: OperationTarget,
): readonly NewOperation[] {
  const first = { ...toOperation(create, target), id: freshId('new', target.batch) };
  const [path] = first.url.split('?', 1);
  const second = {
    ...toOperation(next, target),
    id: freshId('use-new', target.batch),
    url: `${path}/{item}`,
    references: [{ at: '/url/item', from: first.id, value: '/body/id' }],
  };
  return [first, second];
}

/** Returns two operations of one group, which create something. */
export function pairOf(create: ListedOperation, target: OperationTarget): readonly NewOperation[] {
  const operation = toOperation(create, target);
  const atomicityGroup = freshId('both', target.batch);
  return ['one', 'two'].map((name) => ({ ...operation, id: freshId(name, target.batch), atomicityGroup }));
}
