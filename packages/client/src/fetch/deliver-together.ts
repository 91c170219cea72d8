import type { StatusResponse } from '@multistatus/document';
import { headerOf } from '@multistatus/wire';
import { BatchError } from '../batch-error.js';
import { exchangeBatch } from '../exchange-batch.js';
import { matchOutcomes, readExecuted } from '../match-outcomes.js';
import type { Ending } from '../may-resend.js';
import type { Call } from './call.js';
import { type DeliveryContext, delayOf, deliverSingly } from './deliver-singly.js';
import { followRedirect, redirectOf } from './follow-redirect.js';
import { toBatchText } from './split-operations.js';
import type { CallOperation } from './to-operation.js';
import { toResponse } from './to-response.js';

/** How the operation of a call ended, and what its caller is told unless it is sent again. */
interface Verdict {
  readonly operation: CallOperation;
  readonly ending: Ending;
  readonly tell: () => void;
}

/**
 * Sends operations as one batch, and settles their calls. They agree in what is lifted to the batch, and keep its
 * limits. Never rejects.
 */
export async function deliverTogether(
  operations: readonly CallOperation[],
  context: DeliveryContext,
  tries = 1,
): Promise<void> {
  const live = operations.filter(({ call }) => !call.isSettled);
  const [first, second] = live;
  if (first === undefined) return;
  if (second === undefined) {
    await deliverSingly(first.call, context, tries);
    return;
  }
  const verdicts = await sendBatch(live, first.call, { context, tries });
  const again: CallOperation[] = [];
  let longestMs = 0;
  for (const { operation, ending, tell } of verdicts) {
    const delayMs = delayOf(operation.call, ending, { retry: context.retry, tries });
    if (delayMs === undefined) {
      tell();
    } else {
      again.push(operation);
      longestMs = Math.max(longestMs, delayMs);
    }
  }
  if (again.length === 0) return;
  await context.retry?.clock.wait(longestMs);
  await deliverTogether(again, context, tries + 1);
}

interface Sending {
  readonly context: DeliveryContext;
  readonly tries: number;
}

async function sendBatch(
  live: readonly CallOperation[],
  { headers, request }: Call,
  sending: Sending,
): Promise<Verdict[]> {
  const { endpoint, fetch } = sending.context;
  const exchange = await exchangeBatch({
    url: endpoint.url.href,
    fetch,
    headers: headers.lifted,
    credentials: request.credentials,
    signal: abortedWithAll(live),
    body: toBatchText(live),
  });
  switch (exchange.kind) {
    case 'answered': {
      endpoint.noteAnswer();
      const ids = live.map((_operation, index) => String(index));
      return matchOutcomes(exchange.reading, ids).map((outcome, index) =>
        judge(live[index] as CallOperation, outcome, { ...sending, envelope: exchange.headers }),
      );
    }
    case 'refused': {
      const { error, retryAfter } = exchange;
      endpoint.noteRefusal(error);
      const ending: Ending = { status: error.status, executed: false, retryAfter };
      // Nothing ran, so each may go by itself: one that is at fault must not fail the others.
      return live.map((operation) => ({ operation, ending, tell: goSingly(operation, sending) }));
    }
    case 'lost':
      return live.map((operation) => notKnown(operation, exchange.error));
  }
}

function judge(
  operation: CallOperation,
  outcome: StatusResponse | BatchError,
  sending: Sending & { readonly envelope: Headers },
): Verdict {
  if (outcome instanceof BatchError) return notKnown(operation, outcome);
  const { call } = operation;
  const { status, bodyOmitted } = outcome;
  const executed = readExecuted(outcome);
  const ending: Ending = { status, executed, retryAfter: headerOf(outcome.headers, 'retry-after') };
  // What the batch alone refuses, such as a batch inside it, the server may well accept outside.
  const isRefused = executed === false && status >= 400 && status < 500;
  const isRead = call.request.method === 'GET' || call.request.method === 'HEAD';
  const tell =
    isRefused || (bodyOmitted !== undefined && isRead)
      ? goSingly(operation, sending)
      : () => void answer(call, outcome, sending);
  return { operation, ending, tell };
}

async function answer(
  call: Call,
  outcome: StatusResponse,
  { context, envelope }: Sending & { readonly envelope: Headers },
): Promise<void> {
  try {
    const { status } = outcome;
    const target = redirectOf(call, outcome);
    call.resolve(
      target === undefined
        ? toResponse(outcome, { request: call.request, envelope })
        : await followRedirect(call, { fetch: context.fetch, status, target }),
    );
  } catch (error) {
    call.reject(error);
  }
}

function goSingly({ call }: CallOperation, { context, tries }: Sending): () => void {
  return () => void deliverSingly(call, context, tries);
}

function notKnown(operation: CallOperation, error: BatchError): Verdict {
  const { call } = operation;
  return { operation, ending: { executed: 'unknown' }, tell: () => call.reject(error) };
}

/** A batch that nobody waits for any more is not waited for. */
function abortedWithAll(operations: readonly CallOperation[]): AbortSignal {
  const controller = new AbortController();
  void Promise.all(operations.map(({ call }) => call.settled)).then(() => controller.abort());
  return controller.signal;
}
