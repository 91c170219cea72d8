import { type Ending, isIdempotent, mayResend } from '../may-resend.js';
import type { ResolvedRetry } from '../resolve-retry.js';
import { retryDelay } from '../retry-delay.js';
import type { Call } from './call.js';
import type { Endpoint } from './endpoint.js';

/** What a delivery needs besides its calls. */
export interface DeliveryContext {
  readonly endpoint: Endpoint;
  readonly fetch: typeof fetch;
  readonly retry: ResolvedRetry | undefined;
}

/** Sends a call by itself, and settles it. `tries` counts this time too. Never rejects. */
export async function deliverSingly(call: Call, context: DeliveryContext, tries = 1): Promise<void> {
  if (call.isSettled) return;
  const { request } = call;
  const { fetch, retry } = context;
  let ending: Ending = { executed: 'unknown' };
  let tell = (): void => {};
  let discard = (): void => {};
  try {
    // A clone keeps the body in memory for another time, so there is none without need.
    const response = await fetch(retry === undefined ? request : request.clone());
    const retryAfter = response.headers.get('retry-after') ?? undefined;
    ending = { status: response.status, executed: true, retryAfter };
    tell = () => call.resolve(response);
    discard = () => void response.body?.cancel();
  } catch (error) {
    tell = () => call.reject(error);
  }
  const delayMs = call.isSettled ? undefined : delayOf(call, ending, { retry, tries });
  if (delayMs === undefined) {
    tell();
    return;
  }
  discard();
  await retry?.clock.wait(delayMs);
  await deliverSingly(call, context, tries + 1);
}

/** Gives how long a call waits before it is sent again, in milliseconds; `undefined` if it is not. */
export function delayOf(
  { request }: Call,
  ending: Ending,
  { retry, tries }: { readonly retry: ResolvedRetry | undefined; readonly tries: number },
): number | undefined {
  if (!mayResend(ending, isIdempotent(request.method, request.headers))) return undefined;
  return retryDelay(retry, { tries, retryAfter: [ending.retryAfter] });
}
