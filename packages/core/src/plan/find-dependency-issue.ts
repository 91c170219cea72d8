import type { Dependency, Operation } from '../operation/operation.js';
import type { Issue } from '../problem/issue.js';

/** What the name in a need stands for. */
export interface NamedStep {
  /** `undefined` if it is a group. */
  readonly operation: Operation | undefined;
}

/** Tells why an operation cannot have a need: nothing has the name, or it would wait for itself. */
export function findDependencyIssue(
  dependency: Dependency,
  operation: Operation,
  named: NamedStep | undefined,
): Issue | undefined {
  const { pointer, isReference } = dependency;
  if (named === undefined || (isReference && named.operation === undefined)) {
    const wanted = isReference ? 'operation' : 'operation or group';
    return {
      pointer,
      code: isReference ? 'unknown-reference' : 'unknown-dependency',
      detail: `No ${wanted} of this batch is called ${dependency.name.slice(0, 100)}`,
    };
  }
  const isItself = named.operation === operation;
  if (!isItself && (named.operation !== undefined || operation.atomicityGroup !== dependency.name))
    return undefined;
  const detail = isItself
    ? 'An operation cannot wait for itself'
    : 'An operation cannot wait for its own group';
  return { pointer, code: 'self-dependency', detail };
}
