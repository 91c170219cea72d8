import { firstValue, isSafeMethod } from '@multistatus/wire';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import { bodyContent } from '../journal/body-content.js';
import { checkKeyNotRequired } from '../journal/open-entry.js';
import type { AcceptedBatch } from '../plan/accepted-batch.js';
import { operationKeys } from '../run/operation-keys.js';
import type { Acceptance } from './acceptance.js';
import { checkQuery } from './check-query.js';
import type { Endpoint, LaterAnswers } from './endpoint.js';
import type { LaterPreference } from './later-preference.js';

/**
 * Passes on a batch that is to be answered later. The batch gives up its place at the endpoint as soon as it is kept.
 *
 * @throws {BatchProblem} if it is refused; nothing of it runs.
 */
export async function takeBatch(
  accepted: AcceptedBatch,
  { attached }: LaterAnswers,
  {
    endpoint: { options },
    request,
    acceptance: { body, load, pointTo },
    preference: { waitSeconds },
  }: {
    readonly endpoint: Pick<Endpoint, 'options'>;
    readonly request: EnvelopeRequest;
    readonly acceptance: Pick<Acceptance, 'body' | 'load' | 'pointTo'>;
    readonly preference: LaterPreference;
  },
): Promise<EnvelopeResponse> {
  const key = firstValue(request.headers['idempotency-key']);
  const { method } = request;
  if (key === undefined && !isSafeMethod(method))
    checkKeyNotRequired({ options, describedBy: accepted.path });
  const batch = key === undefined ? accepted : await withKeys(accepted, key);
  const toContent = (): readonly (string | Uint8Array)[] => (body === undefined ? [] : bodyContent(body));
  const check = (): void => checkQuery(method, accepted.operations, pointTo);
  const onKept = (): void => load.release();
  const preferences = { waitSeconds, toContent, check, onKept };
  const answer = await attached.take({ kind: 'batch', batch }, request, preferences);
  load.release();
  return answer;
}

/** Returns a batch whose operations have their Idempotency-Keys: a part of it would not show which of them are equal. */
async function withKeys(accepted: AcceptedBatch, key: string): Promise<AcceptedBatch> {
  const keys = await operationKeys(accepted.operations, key);
  const operations = accepted.operations.map((operation) => {
    const own = keys.get(operation.index);
    return own === undefined
      ? operation
      : { ...operation, headers: { 'idempotency-key': own, ...operation.headers } };
  });
  return { ...accepted, operations };
}
