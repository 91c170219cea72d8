import type { BatchRecord } from '@multistatus/journal';
import type { LaterEndpoint } from '../later-endpoint.js';
import { waitForEnd } from './wait-for-end.js';

/** Milliseconds that workers have to end what they abort, and that pass until the lease of one that has died is over. */
const ABORT_MS = 15_000;

/**
 * Cancels a request: nothing of it starts any more, what runs may end for `cancelGraceMs`, and is then aborted. Returns its record as
 * it is then, which has ended unless a worker does not respond; `undefined` if it has been removed.
 *
 * Continues although the client disconnects: it has asked for this.
 */
export async function cancel(
  { batches: { records }, settings: { limits } }: LaterEndpoint,
  ref: string,
): Promise<BatchRecord | undefined> {
  await records.stop(ref, 'drain');
  const drained = await waitForEnd(records, ref, { ms: limits.cancelGraceMs });
  if (drained === undefined || drained.endedAt !== undefined) return drained;
  await records.stop(ref, 'abort');
  return waitForEnd(records, ref, { ms: ABORT_MS });
}
