import type { MultistatusResponse, Summary } from './multistatus.js';

/** How what a response reports ended: one of the counts of a {@link Summary}. */
export type ResponseClass = Exclude<keyof Summary, 'total'>;

/**
 * Tells how what a response reports ended: 2xx is success, 3xx other, anything else failure.
 *
 * A 207 is a failure, as it may hold some. A response with propstats has succeeded if all of them have, and failed
 * if one has. An unknown status counts by its class (RFC 9110 section 15).
 */
export function classifyResponse(response: MultistatusResponse): ResponseClass {
  if (response.propstats === undefined) return classifyStatus(response.status);
  const classes = response.propstats.map(({ status }) => classifyStatus(status));
  if (classes.includes('failed')) return 'failed';
  return classes.includes('other') ? 'other' : 'succeeded';
}

/** Counts responses by how they ended; one that speaks of several hrefs counts once. */
export function summariseResponses(responses: Iterable<MultistatusResponse>): Summary {
  const counts = { total: 0, succeeded: 0, failed: 0, other: 0 };
  for (const response of responses) {
    counts.total += 1;
    counts[classifyResponse(response)] += 1;
  }
  return counts;
}

function classifyStatus(status: number): ResponseClass {
  if (status >= 200 && status < 300 && status !== 207) return 'succeeded';
  return status >= 300 && status < 400 ? 'other' : 'failed';
}
