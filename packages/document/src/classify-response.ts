import type { Multistatus, MultistatusResponse, Summary } from './multistatus.js';
import { type ResponseClass, SummaryCounter } from './summary-counter.js';

/** What decides how a response counts, besides the response. */
export interface ClassifyContext extends Pick<Multistatus, 'syncToken'> {
  /**
   * The method of the request, in upper case. In the answer to a PROPFIND or REPORT, a property that does not exist
   * (404) is not a failure (RFC 4918 section 9.1.1).
   */
  readonly method?: string | undefined;
}

/**
 * Returns the result that a response reports: 2xx is a success, 3xx is other, anything else is a failure.
 *
 * A 207 counts as a failure, because it may contain one. A response with propstats succeeded if all of them did, and
 * failed if any of them did. An unknown status counts by its class (RFC 9110 section 15).
 *
 * `context` is the document that contains the response, and the method that it answers. If there is a `syncToken`, a 404
 * is other: it reports a member that was removed from the collection (RFC 6578 section 3.2).
 */
export function classifyResponse(response: MultistatusResponse, context?: ClassifyContext): ResponseClass {
  if (response.propstats === undefined) {
    const { status } = response;
    return status === 404 && context?.syncToken !== undefined ? 'other' : classifyStatus(status);
  }
  const isQuery = context?.method === 'PROPFIND' || context?.method === 'REPORT';
  return classifyStatuses(
    isQuery ? response.propstats.filter(({ status }) => status !== 404) : response.propstats,
  );
}

/** Returns the worst result of several statuses; a success if there are none. */
export function classifyStatuses(parts: readonly { readonly status: number }[]): ResponseClass {
  const classes = parts.map(({ status }) => classifyStatus(status));
  if (classes.includes('failed')) return 'failed';
  return classes.includes('other') ? 'other' : 'succeeded';
}

/** Counts responses by result, as {@link classifyResponse} does. A response with several hrefs counts once. */
export function summariseResponses(
  responses: Iterable<MultistatusResponse>,
  context?: ClassifyContext,
): Summary {
  const counter = new SummaryCounter();
  for (const response of responses) counter.add(classifyResponse(response, context));
  return counter.summary;
}

function classifyStatus(status: number): ResponseClass {
  if (status >= 200 && status < 300 && status !== 207) return 'succeeded';
  return status >= 300 && status < 400 ? 'other' : 'failed';
}
