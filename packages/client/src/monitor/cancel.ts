import { parseRetryAfter } from '@multistatus/wire';
import { isBatchError } from '../batch-error.js';
import { discardBody } from '../discard-body.js';
import { type AskSettings, askMonitor, isTemporary } from './ask-monitor.js';
import { askResult, follow } from './follow.js';
import { type Monitor, type OpenAnswer, openMonitor } from './open-monitor.js';

/** What came of the attempt to cancel a batch. */
export type Cancellation =
  /** `answer`, whose body has not been read, says what became of each operation. */
  | { readonly kind: 'cancelled'; readonly answer: OpenAnswer }
  /** The batch had ended before. Without an `answer`, it ended so shortly before that the server has removed that. */
  | { readonly kind: 'ended'; readonly answer: OpenAnswer | undefined }
  /** It is not known whether the batch was cancelled. `status` is that of the last answer, if there was one. */
  | { readonly kind: 'failed'; readonly status: number | undefined; readonly cause: unknown };

/** The server answers when the operations that are running have ended or were aborted. */
const TIMEOUT_MS = 120_000;
const MAX_TRIES = 4;
/** Who cancels does not want to wait. */
const MAX_UNREACHABLE_MS = 10_000;

/**
 * Cancels a batch: the server starts nothing more of it. A request that is lost is sent again. A batch that has ended is not
 * touched: the server would remove its answer. Never rejects.
 */
export async function cancel(
  monitor: Monitor,
  settings: Pick<AskSettings, 'accept' | 'retry'>,
): Promise<Cancellation> {
  const { clock, baseDelayMs, maxDelayMs } = settings.retry;
  const asked: AskSettings = { ...settings, signal: undefined, maxUnreachableMs: MAX_UNREACHABLE_MS };
  let failure: Cancellation = { kind: 'failed', status: undefined, cause: undefined };
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    let retryAfterMs = 0;
    try {
      const state = await askMonitor(monitor, asked);
      if (state.kind === 'final') return { kind: 'ended', answer: state.answer };
      if (state.kind === 'cancelled') {
        return { kind: 'cancelled', answer: await askResult(monitor, state.result, asked) };
      }
      const answer = await openMonitor(monitor, {
        ...{ method: 'DELETE', fields: { accept: settings.accept } },
        ...{ signal: undefined, timeoutMs: TIMEOUT_MS },
      });
      const { status, headers, ok } = answer.response;
      if (status === 204) return { kind: 'ended', answer: undefined };
      if (ok && status !== 202) return { kind: 'cancelled', answer };
      discardBody(answer.response);
      if (status === 202) {
        const followed = await follow(monitor, undefined, { ...asked, onProgress: () => {} });
        return { kind: 'cancelled', answer: followed.answer };
      }
      failure = { kind: 'failed', status, cause: undefined };
      // After 404, the monitor says what has happened meanwhile.
      if (status !== 404 && !isTemporary(status)) break;
      retryAfterMs = parseRetryAfter(headers.get('retry-after') ?? undefined, clock.now()) ?? 0;
    } catch (cause) {
      if (isBatchError(cause)) return { kind: 'failed', status: cause.status, cause };
      failure = { kind: 'failed', status: undefined, cause };
    }
    const backoff = baseDelayMs * 2 ** (tries - 1) * (0.5 + clock.random() / 2);
    if (tries < MAX_TRIES) await clock.wait(Math.min(maxDelayMs, retryAfterMs + backoff));
  }
  return failure;
}
