import { type EnvelopeRequest, findClient, type Journal } from '@multistatus/core/adapter';
import type { Report } from './journal-call.js';

/** Milliseconds after which it has taken too long to identify a client. */
const TIMEOUT_MS = 25_000;

/** Who has sent a request. */
export interface Client {
  readonly principal: string;
  /** A digest of the principal, which records have: at most 64 characters, whatever the principal is. */
  readonly digest: string;
}

/**
 * Returns who has sent a request; `undefined` if that is not known.
 *
 * @throws {BatchProblem} `internal` if `identify` of the journal fails; `not-started` if it takes too long.
 */
export async function identify(
  journal: Journal,
  request: EnvelopeRequest,
  report: Report,
): Promise<Client | undefined> {
  const principal = await findClient(journal, {
    envelope: request,
    options: { limits: { batchTimeoutMs: TIMEOUT_MS }, onError: report },
  });
  return principal === undefined ? undefined : { principal, digest: journal.digest(principal) };
}
