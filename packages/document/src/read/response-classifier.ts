import { classifyResponse, classifyStatuses } from '../classify-response.js';
import type { Multistatus, MultistatusResponse } from '../multistatus.js';
import type { ResponseClass } from '../summary-counter.js';
import { countedPropstats, hasOnlyAbsent } from './counted-propstats.js';
import { nestedFailures } from './nested-failures.js';

/**
 * Creates a function that classifies the responses of a document that was read. `isPatch` is true if it answers a
 * PROPPATCH.
 *
 * It differs from `classifyResponse`, which sees only a single response, in two points: which propstats count
 * ({@link countedPropstats}), and two results that are ambiguous, a 207 and a response with only absent properties. If the
 * document has a summary, these are failures only if it counts more failures than the other responses report; a 207 then is one
 * unless its own summary counts none. Without a summary, the 207 is a failure, and the other is not.
 */
export function createResponseClassifier(
  document: Multistatus,
  isPatch: boolean,
): (response: MultistatusResponse) => ResponseClass {
  const { responses, summary } = document;
  const classify = (response: MultistatusResponse): ResponseClass => {
    if (isRemoved(response, document)) return 'other';
    if (response.propstats === undefined) return classifyResponse(response);
    return classifyStatuses(countedPropstats(response, isPatch));
  };
  const failed = responses.filter(
    (response) => response.status !== 207 && classify(response) === 'failed',
  ).length;
  const isExplained = summary !== undefined && summary.failed <= failed;
  const isUnexplained = summary !== undefined && summary.failed > failed;
  return (response) => {
    if (response.status === 207) {
      return isExplained || (isUnexplained && nestedFailures(response) === 0) ? 'succeeded' : 'failed';
    }
    if (isUnexplained && response.propstats !== undefined && hasOnlyAbsent(response)) return 'failed';
    return classify(response);
  };
}

/**
 * Checks whether a response reports a member that was removed from the collection (RFC 6578 section 3.2): a 404 beside a
 * sync token, even if a server puts it into a propstat without properties.
 */
export function isRemoved(response: MultistatusResponse, { syncToken }: Multistatus): boolean {
  if (syncToken === undefined) return false;
  if (response.propstats === undefined) return response.status === 404;
  return response.propstats.every(({ status, properties }) => status === 404 && properties.length === 0);
}
