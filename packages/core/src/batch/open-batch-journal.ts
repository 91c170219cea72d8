import type { ReceivedBody } from '../formats/received-body.js';
import type { EnvelopeRequest } from '../http/envelope.js';
import { bodyContent } from '../journal/body-content.js';
import { openJournal } from '../journal/open-journal.js';
import type { OperationJournal } from '../journal/operation-journal.js';
import type { Operation } from '../operation/operation.js';
import { BATCH_WORDS } from '../operation/run-words.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { AcceptedBatch } from '../plan/accepted-batch.js';
import type { RequestLoad } from '../run/request-load.js';

/**
 * Opens the journal of a batch. Resolves to `undefined` if the endpoint has none, or the request has no key.
 *
 * @throws {BatchProblem} if the batch must not run now; nothing has run.
 */
export function openBatchJournal(
  { operations, plan, path }: AcceptedBatch,
  {
    options,
    request,
    body,
    load,
  }: {
    readonly options: ResolvedOptions;
    readonly request: EnvelopeRequest;
    readonly body: ReceivedBody;
    readonly load: RequestLoad;
  },
): Promise<OperationJournal | undefined> {
  if (options.journal === undefined) return Promise.resolve(undefined);
  const isRepeatable = options.idempotency.isRepeatable as ((operation: Operation) => boolean) | undefined;
  return openJournal({
    envelope: request,
    describedBy: path,
    toContent: () => bodyContent(body),
    options,
    load,
    operations,
    plan,
    words: BATCH_WORDS,
    isRepeatable: (operation) => isRepeatable?.(operation),
  });
}
