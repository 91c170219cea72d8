import { TakenPieces } from '../encode/taken-pieces.js';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import type { RequestLoad } from './request-load.js';

/**
 * Returns an answer that releases the load of its request once it has been sent. If the adapter does not report that, a whole
 * answer counts as sent, and one in pieces when the last of them has been read.
 */
export function holdUntilSent(
  response: EnvelopeResponse,
  { isSendTracked }: Pick<EnvelopeRequest, 'isSendTracked'>,
  { load, sendTimeoutMs }: { readonly load: RequestLoad; readonly sendTimeoutMs: number },
): EnvelopeResponse {
  const { status, headers, body } = response;
  if (isSendTracked === true) {
    load.followClient();
    return { status, headers, body, sendTimeoutMs };
  }
  let hasEnded = false;
  const release = (): void => {
    if (!hasEnded) load.release();
    hasEnded = true;
  };
  if (typeof body === 'object' && Symbol.asyncIterator in body) {
    return { status, headers, body: new TakenPieces(body, { sendTimeoutMs, onEnd: release }), sendTimeoutMs };
  }
  release();
  return { status, headers, body, sendTimeoutMs };
}
