import { BatchProblem } from '@multistatus/core/adapter';

/** Creates the problem of a request for a monitor that the client may not see, or that does not exist. Both look the same. */
export function noSuchMonitor(): BatchProblem {
  return new BatchProblem(
    'no-such-monitor',
    'There is no such monitor, or it belongs to another client, or its result has expired',
  );
}
