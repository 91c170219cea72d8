import { classifyResponse, type ResponseClass } from '../classify-response.js';
import type { Multistatus, MultistatusResponse, Propstat, PropstatResponse } from '../multistatus.js';

/**
 * Gives a function that tells how what a response of this document reports ended, for one who reads it.
 *
 * It differs from `classifyResponse`, which knows a response alone, in two points: a property that is missing (404)
 * beside one that succeeded is no failure, as only a PROPFIND says so, never a PROPPATCH (RFC 4918 sections 9.1
 * and 9.2); and a 207 is a success where the summary of the document counts no more failures than there are others.
 */
export function createJudge({
  responses,
  summary,
}: Multistatus): (response: MultistatusResponse) => ResponseClass {
  const failed = responses.filter(
    (response) => response.status !== 207 && judgeAlone(response) === 'failed',
  ).length;
  const isNestedSuccess = summary !== undefined && summary.failed <= failed;
  return (response) => (response.status === 207 && isNestedSuccess ? 'succeeded' : judgeAlone(response));
}

/** Gives the propstats of a response that count: see {@link createJudge}. */
export function countedPropstats({ propstats }: PropstatResponse): readonly [Propstat, ...Propstat[]] {
  const hasSuccess = propstats.some(({ status }) => status >= 200 && status < 300);
  const [first = propstats[0], ...others] = propstats.filter(({ status }) => !(hasSuccess && status === 404));
  return [first, ...others];
}

function judgeAlone(response: MultistatusResponse): ResponseClass {
  if (response.propstats === undefined) return classifyResponse(response);
  return classifyResponse({ ...response, propstats: countedPropstats(response) });
}
