import { type Condition, statusOf } from './refusal.js';
import type { Resource } from './resource.js';

/** A resource that a request on a tree failed for. */
export interface Failure {
  readonly resource: Resource;
  readonly status: number;
  readonly condition?: Condition;
}

/** Gives the failure that an error of the file system makes. */
export function failureOf(resource: Resource, error: unknown): Failure {
  return { resource, status: statusOf(error) };
}

/** Gives the failure of a resource that is locked. */
export function lockedFailure(resource: Resource): Failure {
  return { resource, status: 423, condition: 'lock-token-submitted' };
}
