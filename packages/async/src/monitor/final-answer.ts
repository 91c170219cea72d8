import type { EnvelopeRequest, EnvelopeResponse, WorkHead } from '@multistatus/core/adapter';
import type { BatchRecord } from '@multistatus/journal';
import type { LaterEndpoint } from '../later-endpoint.js';
import { keptOutcomes } from './kept-outcomes.js';

/**
 * Returns the answer that a request itself would have had, in the format that `request` accepts. It is written while the outcomes are
 * read.
 *
 * @throws {BatchProblem} `not-acceptable`.
 */
export async function finalAnswer(
  { endpoint, batches }: LaterEndpoint,
  {
    request,
    record,
    head,
  }: { readonly request: EnvelopeRequest; readonly record: BatchRecord; readonly head: WorkHead },
): Promise<EnvelopeResponse> {
  const hasFailures = record.succeeded < record.units;
  const answer = await endpoint.answer(keptOutcomes({ endpoint, batches, record }), head, {
    request,
    hasFailures,
  });
  return { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store' } };
}

/** Returns the headers by which a monitor tells the status of an answer (OData 4.01 section 11.6), and how long it is kept. */
export function resultHeaders(
  { status }: EnvelopeResponse,
  { expiresAt }: BatchRecord,
): EnvelopeResponse['headers'] {
  const expires = expiresAt === undefined ? {} : { expires: new Date(expiresAt).toUTCString() };
  return { asyncresult: String(status), ...expires };
}
