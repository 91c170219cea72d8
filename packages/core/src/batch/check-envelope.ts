import type { EnvelopeRequest } from '../http/envelope.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { ALLOWED_METHODS } from './describe-endpoint.js';

/**
 * Checks that a request may carry a batch.
 *
 * @throws {BatchProblem} `method-not-allowed`, `nested-batch`, `conditional-batch`.
 */
export function checkEnvelope({
  method,
  isOperation,
  headers,
}: Pick<EnvelopeRequest, 'method' | 'isOperation' | 'headers'>): void {
  if (method !== 'POST' && method !== 'QUERY') {
    const detail =
      'Send a batch by POST, or by QUERY if it changes nothing; GET returns the limits and formats';
    throw new BatchProblem('method-not-allowed', detail, { headers: { allow: ALLOWED_METHODS } });
  }
  if (isOperation) {
    throw new BatchProblem('nested-batch', 'Put the operations of the inner batch into the outer batch');
  }
  const condition = ['if-match', 'if-none-match', 'if-unmodified-since'].find(
    (name) => headers[name] !== undefined,
  );
  if (condition !== undefined) {
    throw new BatchProblem(
      'conditional-batch',
      `The batch has the header ${condition}; send it with the operation that it applies to`,
    );
  }
}
