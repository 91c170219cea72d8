import type { Operation } from './operation.js';

/** In the global registry, so that two copies of this package (CommonJS and ESM) know each other's operations. */
const MARK = Symbol.for('multistatus.operation');

/** Notes on a request object that it is an operation of a batch. Kept on the object: a path or header could be forged. */
export function markOperation(request: object, operation: Operation): void {
  Object.defineProperty(request, MARK, { value: operation });
}

/** Whether a request object is an operation of a batch. */
export function isOperation(request: object): boolean {
  return MARK in request;
}
