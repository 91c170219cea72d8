import { firstValue } from '@multistatus/wire';
import type { EnvelopeRequest } from '../http/envelope.js';
import { parsePrefer } from '../http/prefer.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

/** That a batch is to be answered later. */
export interface LaterPreference {
  /** The seconds of the preference `wait`; 0 without it. */
  readonly waitSeconds: number;
}

/** The options `async` of endpoints whose place has been reported. */
const reported = new WeakSet<object>();

/** Checks whether the monitors of a batch can be reached. Calls `onError`, once, if the mount of the endpoint hides them. */
export function canReachMonitors(
  { hasMonitors = false, outer }: Pick<EnvelopeRequest, 'hasMonitors' | 'outer'>,
  { async, onError }: Pick<ResolvedOptions, 'async' | 'onError'>,
): boolean {
  if (async === undefined) return false;
  if (hasMonitors || async.monitors !== undefined) return true;
  if (!reported.has(async)) {
    reported.add(async);
    const message =
      "batch.async has no effect: batch() is the handler of a route, so it does not see requests for monitors. Mount it with app.use('/batch', batch({ ... })); or write respondAsync({ monitors: '/monitors', ... }) and app.use('/monitors', batchMonitors({ ... }))";
    onError(new Error(message), { request: outer });
  }
  return false;
}

/** Returns how a request wants to be answered later (RFC 7240 section 4.1); `undefined` if it does not, or cannot be. */
export function laterPreference(
  request: EnvelopeRequest,
  options: Pick<ResolvedOptions, 'async' | 'onError'>,
): LaterPreference | undefined {
  if (options.async === undefined) return undefined;
  const { respondAsync, wait = 0 } = parsePrefer(firstValue(request.headers['prefer']));
  return respondAsync && canReachMonitors(request, options) ? { waitSeconds: wait } : undefined;
}
