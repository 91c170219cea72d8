import type { Dependency, Operation } from '../operation/operation.js';
import type { Issue } from '../problem/issue.js';

/** What the name in a dependency stands for. */
export interface NamedStep {
  /** The operation, or `undefined` for a group. */
  readonly operation: Operation | undefined;
}

/** Returns why a dependency cannot be met: the name is unknown, or the operation would wait for itself. `undefined` if it can. */
export function findDependencyIssue(
  dependency: Dependency,
  operation: Operation,
  named: NamedStep | undefined,
): Pick<Issue, 'code' | 'detail'> | undefined {
  const { isReference } = dependency;
  if (named === undefined || (isReference && named.operation === undefined)) {
    const expected = isReference ? 'operation' : 'operation or group';
    return {
      code: isReference ? 'unknown-reference' : 'unknown-dependency',
      detail: `No ${expected} of this batch is called ${dependency.name.slice(0, 100)}`,
    };
  }
  const isItself = named.operation === operation;
  if (!isItself && (named.operation !== undefined || operation.atomicityGroup !== dependency.name))
    return undefined;
  const detail = isItself
    ? 'An operation cannot depend on itself'
    : 'An operation cannot depend on its own group';
  return { code: 'self-dependency', detail };
}
