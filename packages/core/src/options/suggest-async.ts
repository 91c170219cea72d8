import { countOf } from '@multistatus/wire';
import { BatchProblem } from '../problem/batch-problem.js';
import type { AsyncLimits } from './async-support.js';

/** The limits that are higher for a request that is answered later, by the name that the endpoint has for them. */
const HIGHER: Readonly<Record<string, { readonly limit: keyof AsyncLimits; readonly unit: string }>> = {
  maxOperations: { limit: 'maxOperations', unit: 'operation' },
  maxItems: { limit: 'maxOperations', unit: 'item' },
  maxBodyBytes: { limit: 'maxBodyBytes', unit: 'byte' },
};

/**
 * Returns the problem of a request that exceeds a limit, with the advice to prefer `respond-async` if its value is within the limit
 * that applies then. Any other error is returned unchanged.
 */
export function suggestAsync(error: BatchProblem, limits: AsyncLimits): BatchProblem {
  if (error.slug !== 'limit-exceeded') return error;
  const { limit, max, actual } = error.problem as unknown as Exceeded;
  const higher = HIGHER[limit];
  if (higher === undefined || actual > limits[higher.limit]) return error;
  const allowed = countOf(limits[higher.limit], higher.unit);
  const detail = `${error.message}; send it with Prefer: respond-async, which allows ${allowed}`;
  return new BatchProblem('limit-exceeded', detail, { extensions: { limit, max, actual } });
}

/** The members of a problem that `limitExceeded` has created. */
interface Exceeded {
  readonly limit: string;
  readonly max: number;
  readonly actual: number;
}
