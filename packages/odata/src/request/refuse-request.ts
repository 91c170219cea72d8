import { BatchProblem } from '@multistatus/core';

/** Returns the 400 for a batch with a request that cannot be read. `place` names the request: "Request 3", "Part 2.1". */
export function refuseRequest(place: string, detail: string): BatchProblem {
  return new BatchProblem('malformed-batch', `${place}: ${detail}`);
}

/** Returns what a client has sent as it is shown in a message: in quotes, and at most 100 characters of it. */
export function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
