import { type Condition, statusOf } from './refusal.js';
import type { Resource } from './resource.js';

/** A resource for which a request on a tree failed. */
export interface Failure {
  readonly resource: Resource;
  readonly status: number;
  readonly condition?: Condition;
}

/** Returns the failure for an error of the file system. */
export function failureOf(resource: Resource, error: unknown): Failure {
  return { resource, status: statusOf(error) };
}

/** Returns the failure for a locked resource. */
export function lockedFailure(resource: Resource): Failure {
  return { resource, status: 423, condition: 'lock-token-submitted' };
}
