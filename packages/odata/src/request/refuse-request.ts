import { BatchProblem } from '@multistatus/core';

/** Returns the 400 for a batch with a request that cannot be read. `place` names the request: "Request 3", "Part 2.1". */
export function refuseRequest(place: string, detail: string): BatchProblem {
  return new BatchProblem('malformed-batch', `${place}: ${detail}`);
}
