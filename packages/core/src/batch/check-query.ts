import { isSafeMethod } from '@multistatus/wire';
import type { Operation } from '../operation/operation.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { MAX_ISSUES, type PointTo } from '../problem/issue.js';

/**
 * Checks that a batch that was sent by QUERY changes nothing (RFC 10008 section 2).
 *
 * @throws {BatchProblem} `unsafe-operations`, with an issue for each operation that would run and has an unsafe method, at most 1 000.
 */
export function checkQuery(method: string, operations: readonly Operation[], pointTo: PointTo): void {
  if (method !== 'QUERY') return;
  const unsafe = operations.filter(({ method: own, refusal }) => refusal === undefined && !isSafeMethod(own));
  if (unsafe.length === 0) return;
  throw new BatchProblem('unsafe-operations', 'Send the batch by POST, or without these operations', {
    extensions: {
      errors: unsafe.slice(0, MAX_ISSUES).map((operation) => ({
        ...pointTo(operation.index, 'method'),
        code: 'unsafe-method',
        detail: `${operation.method} may change something`,
      })),
    },
  });
}
