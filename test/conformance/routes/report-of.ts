import type { Report, ReportOptions } from '@multistatus/core';
import type { MultistatusResponse } from '@multistatus/document';

const RESPONSES: readonly MultistatusResponse[] = [
  { href: '/photos/1', status: 204 },
  { hrefs: ['/photos/2', '/photos/3'], status: 423, description: 'held by Ana' },
];

/** Returns the report of `/report?streamed&shared`: one photo was deleted, two share a status. */
export function reportOf({ searchParams }: URL): { report: Report; options: ReportOptions } {
  return {
    report: searchParams.has('streamed')
      ? eachOf(RESPONSES)
      : { summary: { total: 2, succeeded: 1, failed: 1, other: 0 }, responses: RESPONSES },
    options: { sharedStatus: searchParams.has('shared') },
  };
}

async function* eachOf(responses: readonly MultistatusResponse[]): AsyncGenerator<MultistatusResponse> {
  yield* responses;
}
