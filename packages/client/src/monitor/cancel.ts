import { parseRetryAfter, toProblemUri } from '@multistatus/wire';
import { discardBody } from '../discard-body.js';
import { readProblem } from '../read-exchange.js';
import { type AskSettings, isTemporary } from './ask-monitor.js';
import { askResult, follow } from './follow.js';
import { type Monitor, type OpenAnswer, openMonitor } from './open-monitor.js';

/** What came of the attempt to cancel a batch. */
export type Cancellation =
  /** The answer to the batch, whose body has not been read: what became of each operation. */
  | { readonly kind: 'cancelled'; readonly answer: OpenAnswer }
  /** The batch had ended before. The server has removed its answer. */
  | { readonly kind: 'ended' }
  /** It is not known whether the batch was cancelled. */
  | { readonly kind: 'failed'; readonly status: number | undefined; readonly cause: unknown };

/** The server answers when the operations that are running have ended or were aborted. */
const TIMEOUT_MS = 120_000;
const MAX_TRIES = 4;
const CANCELLED = toProblemUri('batch-cancelled');

/**
 * Cancels a batch: the server starts nothing more of it, and says what became of each operation. A request that is lost is sent
 * again. Never rejects. The signal of `settings` is not used.
 */
export async function cancel(monitor: Monitor, settings: Omit<AskSettings, 'signal'>): Promise<Cancellation> {
  const { clock, baseDelayMs, maxDelayMs } = settings.retry;
  const asked: AskSettings = { ...settings, signal: undefined };
  let failure: Cancellation = { kind: 'failed', status: undefined, cause: undefined };
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    let retryAfterMs = 0;
    try {
      const answer = await deleteMonitor(monitor, settings.accept);
      const { response } = answer;
      const { status, headers } = response;
      if (status === 204) return { kind: 'ended' };
      if (response.ok && status !== 202) return { kind: 'cancelled', answer };
      const problem = status === 202 ? undefined : await readProblem(response);
      discardBody(response);
      // The server has been asked before, and has not ended yet, or has.
      if (status === 202) {
        const followed = await follow(monitor, undefined, { ...asked, onProgress: () => {} });
        return { kind: 'cancelled', answer: followed.answer };
      }
      const result = problem?.['result'];
      if (problem?.type === CANCELLED && typeof result === 'string') {
        return { kind: 'cancelled', answer: await askResult(monitor, result, asked) };
      }
      failure = { kind: 'failed', status, cause: undefined };
      if (!isTemporary(status)) break;
      retryAfterMs = parseRetryAfter(headers.get('retry-after') ?? undefined, clock.now()) ?? 0;
    } catch (cause) {
      failure = { kind: 'failed', status: undefined, cause };
    }
    const backoff = baseDelayMs * 2 ** (tries - 1) * (0.5 + clock.random() / 2);
    if (tries < MAX_TRIES) await clock.wait(Math.min(maxDelayMs, retryAfterMs + backoff));
  }
  return failure;
}

function deleteMonitor(monitor: Monitor, accept: string): Promise<OpenAnswer> {
  return openMonitor(monitor, {
    method: 'DELETE',
    fields: { accept },
    signal: undefined,
    timeoutMs: TIMEOUT_MS,
  });
}
