import { isSafeMethod } from '@multistatus/wire';
import type { BatchMethod } from '../exchange-batch.js';
import { describeKind } from './describe-kind.js';
import type { WireOperation } from './wire-operation.js';

/**
 * Checks that a batch may be sent by this method.
 *
 * @throws {TypeError} for another method than POST and QUERY, and for a QUERY with an operation that may change something.
 */
export function checkMethod(method: BatchMethod | undefined, operations: readonly WireOperation[]): void {
  if (method === undefined || method === 'POST') return;
  if (method !== 'QUERY')
    throw new TypeError(`send.method must be 'POST' or 'QUERY', got ${describeKind(method)}`);
  const unsafe = operations.find((operation) => !isSafeMethod(String(operation.method).toUpperCase()));
  if (unsafe === undefined) return;
  const { id, method: own } = unsafe;
  throw new TypeError(
    `send.method is QUERY, but the operation ${JSON.stringify(id)} has the method ${own}, which may change something: send the batch by POST`,
  );
}
