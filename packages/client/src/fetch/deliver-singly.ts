import { discardBody } from '../discard-body.js';
import { type Ending, isIdempotent, mayResend } from '../may-resend.js';
import type { ResolvedRetry } from '../resolve-retry.js';
import { retryDelay } from '../retry-delay.js';
import { unsentCode } from '../unsent-code.js';
import type { Call } from './call.js';
import type { Endpoint } from './endpoint.js';
import type { Warnings } from './warnings.js';

/** What calls are delivered with. */
export interface DeliveryContext {
  readonly endpoint: Endpoint;
  readonly fetch: typeof fetch;
  readonly retry: ResolvedRetry | undefined;
  readonly warnings: Warnings;
  /** True if batches get an Idempotency-Key; `undefined` if the server decides. */
  readonly idempotencyKey: boolean | undefined;
}

/** Sends a call alone, and settles it. `tries` includes this try. Never rejects. */
export async function deliverSingly(call: Call, context: DeliveryContext, tries = 1): Promise<void> {
  if (call.isSettled) return;
  const { request } = call;
  const { fetch, retry } = context;
  let ending: Ending = { executed: 'unknown' };
  let settle = (): void => {};
  let discard = (): void => {};
  try {
    // A clone keeps the body in memory, so it is only made if there may be another try.
    const response = await fetch(retry === undefined ? request : request.clone());
    const retryAfter = response.headers.get('retry-after') ?? undefined;
    ending = { status: response.status, executed: true, retryAfter };
    settle = () => call.resolve(response);
    discard = () => discardBody(response);
  } catch (error) {
    if (unsentCode(error) !== undefined) ending = { executed: false };
    settle = () => call.reject(error);
  }
  const delayMs = call.isSettled ? undefined : delayOf(call, ending, { retry, tries });
  if (delayMs === undefined) {
    settle();
    return;
  }
  discard();
  await retry?.clock.wait(delayMs);
  await deliverSingly(call, context, tries + 1);
}

/** Returns the delay before a call is sent again, in milliseconds; `undefined` if it is not sent again. */
export function delayOf(
  { request }: Call,
  ending: Ending,
  { retry, tries }: { readonly retry: ResolvedRetry | undefined; readonly tries: number },
): number | undefined {
  if (!mayResend(ending, isIdempotent(request.method, request.headers))) return undefined;
  return retryDelay(retry, { tries, retryAfter: [ending.retryAfter] });
}
