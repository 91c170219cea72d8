import { classifyResponse } from '../classify-response.js';
import type { Multistatus, MultistatusResponse, Propstat, PropstatResponse } from '../multistatus.js';
import type { ResponseClass } from '../summary-counter.js';

/**
 * Creates a function that classifies the responses of a document that was read.
 *
 * It differs from `classifyResponse`, which sees only a single response, in two points. A missing property (404) beside
 * one that succeeded is not a failure: only a PROPFIND reports this, never a PROPPATCH (RFC 4918 sections 9.1 and 9.2).
 * And a 207 is a success if all failures that the summary of the document counts are those of other responses.
 */
export function createResponseClassifier({
  responses,
  summary,
}: Multistatus): (response: MultistatusResponse) => ResponseClass {
  const failed = responses.filter(
    (response) => response.status !== 207 && classifyAlone(response) === 'failed',
  ).length;
  const isNestedSuccess = summary !== undefined && summary.failed <= failed;
  return (response) => (response.status === 207 && isNestedSuccess ? 'succeeded' : classifyAlone(response));
}

/** Returns the propstats that decide the class of a response: see {@link createResponseClassifier}. */
export function countedPropstats({ propstats }: PropstatResponse): readonly [Propstat, ...Propstat[]] {
  const hasSuccess = propstats.some(({ status }) => status >= 200 && status < 300);
  const [first = propstats[0], ...others] = propstats.filter(({ status }) => !(hasSuccess && status === 404));
  return [first, ...others];
}

function classifyAlone(response: MultistatusResponse): ResponseClass {
  if (response.propstats === undefined) return classifyResponse(response);
  return classifyResponse({ ...response, propstats: countedPropstats(response) });
}
