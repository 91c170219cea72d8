import type { MultistatusResponse, Summary } from './multistatus.js';
import { type ResponseClass, SummaryCounter } from './summary-counter.js';

/**
 * Returns the result that a response reports: 2xx is a success, 3xx is other, anything else is a failure.
 *
 * A 207 counts as a failure, because it may contain one. A response with propstats succeeded if all of them did, and
 * failed if any of them did. An unknown status counts by its class (RFC 9110 section 15).
 */
export function classifyResponse(response: MultistatusResponse): ResponseClass {
  if (response.propstats === undefined) return classifyStatus(response.status);
  const classes = response.propstats.map(({ status }) => classifyStatus(status));
  if (classes.includes('failed')) return 'failed';
  return classes.includes('other') ? 'other' : 'succeeded';
}

/** Counts responses by result. A response with several hrefs counts once. */
export function summariseResponses(responses: Iterable<MultistatusResponse>): Summary {
  const counter = new SummaryCounter();
  for (const response of responses) counter.add(classifyResponse(response));
  return counter.summary;
}

function classifyStatus(status: number): ResponseClass {
  if (status >= 200 && status < 300 && status !== 207) return 'succeeded';
  return status >= 300 && status < 400 ? 'other' : 'failed';
}
