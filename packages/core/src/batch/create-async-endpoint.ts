import { firstValue } from '@multistatus/wire';
import { answerStored } from '../encode/answer-outcomes.js';
import { negotiate, notAcceptable } from '../formats/negotiate.js';
import { openJobJournal } from '../journal/open-job-journal.js';
import { restoreUnits } from '../journal/restore-units.js';
import { settleRest } from '../journal/settle-rest.js';
import type { Operation } from '../operation/operation.js';
import { BATCH_WORDS } from '../operation/run-words.js';
import type { AsyncEndpoint, AsyncSupport, JobHooks, WorkPart } from '../options/async-support.js';
import type { Journal } from '../options/journal.js';
import type { AcceptedBatch } from '../plan/accepted-batch.js';
import { toExchange } from './encode-batch.js';
import type { Endpoint } from './endpoint.js';
import { executeBatch } from './execute-batch.js';

/** Returns a batch endpoint in the form in which its batches are answered later. */
export function createAsyncEndpoint(
  endpoint: Pick<Endpoint, 'options' | 'leave' | 'slots'>,
  { support, journal }: { readonly support: AsyncSupport; readonly journal: Journal },
  refuse: AsyncEndpoint['refuse'],
): AsyncEndpoint {
  const { options } = endpoint;
  const { formats, basePath, headers, onError } = options;
  return {
    kind: 'batch',
    support,
    journal,
    basePath,
    inherited: headers.inherit,
    onError,
    run: (part, hooks) => runPart(batchOf(part), hooks, { endpoint, journal }),
    settle: async (part, entry, outcomeOf) =>
      settleRest(batchOf(part).operations, { journal, entry }, outcomeOf),
    restore: (part, texts, outcomeOf) => restoreUnits(batchOf(part).operations, texts, outcomeOf),
    answer: async (outcomes, head, { request, hasFailures }) => {
      const { responseHeaders, outer } = request;
      const choice = negotiate(firstValue(request.headers['accept']), formats, {
        format: head.answer.format,
      });
      if (choice === undefined) throw notAcceptable(formats);
      const settings = { mediaType: choice.mediaType, headers: request.headers, responseHeaders };
      const maxResponseBytes = Number.POSITIVE_INFINITY;
      const exchange = toExchange(head, options, { settings, outer, maxResponseBytes });
      return answerStored(outcomes, exchange, !hasFailures);
    },
    refuse,
  };
}

/**
 * Runs operations of a batch. There is no time limit for all of them together: they are the part of a batch that one job runs. The
 * limit `maxResponseBytes` holds for each part, because its outcomes are in memory together.
 */
async function runPart(
  batch: AcceptedBatch,
  { entry, request, acceptedAt, dispatch, drain, abort }: JobHooks,
  {
    endpoint,
    journal,
  }: { readonly endpoint: Pick<Endpoint, 'options' | 'leave' | 'slots'>; readonly journal: Journal },
): Promise<void> {
  const { leave, slots } = endpoint;
  const { limits, idempotency } = endpoint.options;
  const options = {
    ...endpoint.options,
    limits: { ...limits, batchTimeoutMs: Number.POSITIVE_INFINITY },
  };
  const isRepeatable = idempotency.isRepeatable as ((operation: Operation) => boolean) | undefined;
  const kept = await openJobJournal(journal, entry, {
    operations: batch.operations,
    plan: batch.plan,
    words: BATCH_WORDS,
    options,
    outer: request,
    isRepeatable: (operation) => isRepeatable?.(operation),
  });
  const hooks = { headers: request.headers, outer: request, abort, drain };
  await executeBatch(batch, dispatch, {
    endpoint: { options, leave, slots },
    hooks,
    journal: kept,
    principal: request.principal,
    acceptedAt,
  });
}

/** @throws {TypeError} if it is a part of a list. */
function batchOf(part: WorkPart): AcceptedBatch {
  if (part.kind === 'batch') return part.batch;
  throw new TypeError('A batch endpoint cannot run a part of a list');
}
