import type { StatusResponse } from '@multistatus/document';
import { headerOf, isSafeMethod } from '@multistatus/wire';
import { BatchError } from '../batch-error.js';
import type { BatchExchange } from '../batch-exchange.js';
import { exchangeWithKey } from '../exchange-with-key.js';
import { createKey } from '../idempotency-key.js';
import { matchOutcomes, readExecuted } from '../match-outcomes.js';
import type { Ending } from '../may-resend.js';
import type { Call } from './call.js';
import { type DeliveryContext, delayOf, deliverSingly } from './deliver-singly.js';
import { followRedirect, redirectOf } from './follow-redirect.js';
import { toBatchText } from './split-operations.js';
import type { CallOperation } from './to-call-operation.js';
import { toResponse } from './to-response.js';

/** The result of one operation. */
interface OperationResult {
  readonly operation: CallOperation;
  readonly ending: Ending;
  /** Settles the call, or delivers it alone. Called unless the operation is sent again. */
  readonly settle: () => void;
}

/**
 * Sends operations as one batch, and settles their calls. The operations must have the same batch headers, and must
 * not exceed the limits of a batch. Never rejects.
 */
export async function deliverTogether(
  operations: readonly CallOperation[],
  context: DeliveryContext,
  earlierTries = 0,
): Promise<void> {
  const pending = operations.filter(({ call }) => !call.isSettled);
  const [first, second] = pending;
  if (first === undefined) return;
  if (second === undefined || context.endpoint.isAbsent) {
    await Promise.all(pending.map(({ call }) => deliverSingly(call, context, earlierTries + 1)));
    return;
  }
  const { results, tries } = await sendBatch(pending, first, { context, tries: earlierTries + 1 });
  const toResend: CallOperation[] = [];
  let longestMs = 0;
  for (const { operation, ending, settle } of results) {
    const delayMs = delayOf(operation.call, ending, { retry: context.retry, tries });
    if (delayMs === undefined) {
      settle();
    } else {
      toResend.push(operation);
      longestMs = Math.max(longestMs, delayMs);
    }
  }
  if (toResend.length === 0) return;
  await context.retry?.clock.wait(longestMs);
  await deliverTogether(toResend, context, tries);
}

interface Sending {
  readonly context: DeliveryContext;
  readonly tries: number;
}

async function sendBatch(
  pending: readonly CallOperation[],
  { batchHeaders, call: { request } }: CallOperation,
  { context, tries }: Sending,
): Promise<{ readonly results: OperationResult[]; readonly tries: number }> {
  const { endpoint, fetch, retry, idempotencyKey } = context;
  const isKeyed = (idempotencyKey ?? endpoint.keepsKeys) && pending.some(changesSomething);
  const exchanged = await exchangeWithKey({
    url: endpoint.url.href,
    fetch,
    headers: batchHeaders,
    credentials: request.credentials,
    signal: abortedWhenSettled(pending),
    body: toBatchText(pending),
    keyField: isKeyed ? createKey() : undefined,
    isKeyOptional: idempotencyKey === undefined,
    retry,
    tries,
  });
  const sending = { context, tries: exchanged.tries };
  return { results: toResults(pending, exchanged.exchange, sending), tries: exchanged.tries };
}

function changesSomething({ call: { request } }: CallOperation): boolean {
  return !isSafeMethod(request.method);
}

function toResults(
  pending: readonly CallOperation[],
  exchange: BatchExchange,
  sending: Sending,
): OperationResult[] {
  const { endpoint, warnings } = sending.context;
  switch (exchange.kind) {
    case 'answered': {
      endpoint.noteAnswer();
      const ids = pending.map(({ call }) => call.id);
      return matchOutcomes(exchange.reading, ids).map((outcome, index) =>
        classifyOutcome(pending[index] as CallOperation, outcome, {
          ...sending,
          batchHeaders: exchange.headers,
        }),
      );
    }
    case 'refused': {
      const { error, retryAfter } = exchange;
      endpoint.noteRefusal(error);
      warnings.noteRefusal(error);
      const ending: Ending = { status: error.status, executed: false, retryAfter };
      // Nothing ran, so each operation may be sent alone: a faulty one must not make the others fail. Without a connection,
      // a call that is sent alone would fail as well.
      return pending.map((operation) => ({
        operation,
        ending,
        settle:
          error.status === undefined ? () => operation.call.reject(error) : settleSingly(operation, sending),
      }));
    }
    case 'lost':
      if (exchange.isPage === true) endpoint.notePage();
      return pending.map((operation) => unknownResult(operation, exchange.error));
  }
}

function classifyOutcome(
  operation: CallOperation,
  outcome: StatusResponse | BatchError,
  sending: Sending & { readonly batchHeaders: Headers },
): OperationResult {
  if (outcome instanceof BatchError) return unknownResult(operation, outcome);
  const { call } = operation;
  const { status, bodyOmitted } = outcome;
  const executed = readExecuted(outcome);
  const ending: Ending = { status, executed, retryAfter: headerOf(outcome.headers, 'retry-after') };
  // The server may accept alone what it refuses in a batch, such as a nested batch.
  const isRefused = executed === false && status >= 400 && status < 500;
  const isRead = call.request.method === 'GET' || call.request.method === 'HEAD';
  const settle =
    isRefused || (bodyOmitted !== undefined && isRead)
      ? settleSingly(operation, sending)
      : () => void settleWithOutcome(call, outcome, sending);
  return { operation, ending, settle };
}

async function settleWithOutcome(
  call: Call,
  outcome: StatusResponse,
  { context, batchHeaders }: Sending & { readonly batchHeaders: Headers },
): Promise<void> {
  try {
    const { status } = outcome;
    const target = redirectOf(call, outcome);
    call.resolve(
      target === undefined
        ? toResponse(outcome, { request: call.request, batchHeaders })
        : await followRedirect(call, { fetch: context.fetch, status, target }),
    );
  } catch (error) {
    call.reject(error);
  }
}

function settleSingly({ call }: CallOperation, { context, tries }: Sending): () => void {
  return () => void deliverSingly(call, context, tries);
}

function unknownResult(operation: CallOperation, error: BatchError): OperationResult {
  const { call } = operation;
  return { operation, ending: { executed: 'unknown' }, settle: () => call.reject(error) };
}

/** Returns a signal that is aborted once all calls are settled, because nobody needs the answer any more. */
function abortedWhenSettled(operations: readonly CallOperation[]): AbortSignal {
  const controller = new AbortController();
  void Promise.all(operations.map(({ call }) => call.settled)).then(() => controller.abort());
  return controller.signal;
}
