import type { Problem } from '@multistatus/document';
import { parseRetryAfter, toProblemUri, valueAt } from '@multistatus/wire';
import { throwIfAborted } from '../abort-reason.js';
import { BatchError } from '../batch-error.js';
import { describeProblem } from '../describe-problem.js';
import { discardBody } from '../discard-body.js';
import { readProblem } from '../read-exchange.js';
import type { ResolvedRetry } from '../resolve-retry.js';
import { codeOf } from '../unsent-code.js';
import { untilAborted } from '../until-aborted.js';
import { readJson } from './body-chunks.js';
import { type Monitor, type OpenAnswer, openMonitor } from './open-monitor.js';
import { type BatchProgress, readProgress } from './progress.js';

/** A batch that has not ended. */
export interface RunningState {
  readonly kind: 'running';
  readonly progress: BatchProgress | undefined;
  /** How long to wait before the monitor is asked again. */
  readonly retryAfterMs: number;
}

/** What a monitor says about its batch. */
export type MonitorState =
  | RunningState
  /** The answer to the batch. */
  | { readonly kind: 'final'; readonly answer: OpenAnswer }
  /** The batch was cancelled. `result` is where its answer is. */
  | { readonly kind: 'cancelled'; readonly result: string };

/** How a monitor is asked. */
export interface AskSettings {
  readonly accept: string;
  readonly signal: AbortSignal | undefined;
  readonly retry: ResolvedRetry;
  readonly maxUnreachableMs: number;
}

const MAX_STATE_BYTES = 64 * 1024;
const DEFAULT_POLL_MS = 1_000;
/** The bounds of what a server may ask for. */
const MIN_POLL_MS = 500;
const MAX_POLL_MS = 60_000;
/** The shortest delay before a monitor that did not answer is asked again. */
const MIN_DELAY_MS = 100;
const TEMPORARY: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
const CANCELLED = toProblemUri('batch-cancelled');

/**
 * Asks a monitor for the state of its batch. One that cannot be reached, or is busy, is asked again, with growing delays, for at
 * most `maxUnreachableMs` in all.
 *
 * @throws {BatchError} with the URL of the monitor if it cannot be reached in this time, or refuses the request.
 * @throws the reason of `signal` if that is aborted.
 */
export async function askMonitor(monitor: Monitor, settings: AskSettings): Promise<MonitorState> {
  const { accept, signal, retry, maxUnreachableMs } = settings;
  const { clock, baseDelayMs, maxDelayMs } = retry;
  let remainingMs = maxUnreachableMs;
  for (let tries = 1; ; tries += 1) {
    const startedAt = clock.now();
    let failure: Failure;
    try {
      const answer = await openMonitor(monitor, { fields: { accept }, signal });
      const state = await readState(answer, retry);
      if (state.kind !== 'failed') return state;
      failure = state;
      if (!state.isTemporary) throw unreadable(monitor, state);
    } catch (cause) {
      throwIfAborted(signal);
      if (cause instanceof BatchError) throw cause;
      failure = { kind: 'failed', isTemporary: true, cause };
    }
    const backoff = Math.min(maxDelayMs, baseDelayMs * 2 ** (tries - 1)) * (0.5 + clock.random() / 2);
    const delayMs = Math.max(MIN_DELAY_MS, (failure.retryAfterMs ?? 0) + backoff);
    remainingMs -= delayMs + Math.max(0, clock.now() - startedAt);
    if (remainingMs < 0) throw unreadable(monitor, failure);
    await untilAborted(clock.wait(delayMs, signal), signal);
    throwIfAborted(signal);
  }
}

/** Reads a 202: the progress, and when to ask again. `undefined` members are those that the server did not send. */
export function readRunning(
  value: unknown,
  { headers }: Response,
  { clock, baseDelayMs }: ResolvedRetry,
): RunningState {
  const seconds = valueAt(value, ['retryAfterSeconds']);
  const requested =
    typeof seconds === 'number'
      ? seconds * 1_000
      : parseRetryAfter(headers.get('retry-after') ?? undefined, clock.now());
  const pollMs = Math.min(MAX_POLL_MS, Math.max(MIN_POLL_MS, requested ?? DEFAULT_POLL_MS));
  return {
    kind: 'running',
    progress: readProgress(valueAt(value, ['progress'])),
    retryAfterMs: pollMs + clock.random() * baseDelayMs,
  };
}

/** Reads the JSON of a 202; `undefined` if it is none. */
export function readStateJson(response: Response): Promise<unknown> {
  return readJson(response, MAX_STATE_BYTES);
}

/** Checks whether the same request may be answered in another way later. */
export function isTemporary(status: number): boolean {
  return TEMPORARY.has(status);
}

interface Failure {
  readonly kind: 'failed';
  readonly isTemporary: boolean;
  readonly status?: number;
  readonly problem?: Problem | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

async function readState(answer: OpenAnswer, retry: ResolvedRetry): Promise<MonitorState | Failure> {
  const { response, release } = answer;
  const { status, headers } = response;
  // Pages of another origin see the header only if the server exposes it, but its statuses are those of a success then.
  if (status !== 202 && (response.ok || headers.has('asyncresult'))) return { kind: 'final', answer };
  try {
    if (status === 202) return readRunning(await readStateJson(response), response, retry);
    const problem = await readProblem(response);
    const result = problem?.['result'];
    if (problem?.type === CANCELLED && typeof result === 'string') return { kind: 'cancelled', result };
    const retryAfterMs = parseRetryAfter(headers.get('retry-after') ?? undefined, retry.clock.now());
    return { kind: 'failed', isTemporary: isTemporary(status), status, problem, retryAfterMs };
  } finally {
    discardBody(response);
    release();
  }
}

function unreadable({ url }: Monitor, { status, problem, cause }: Failure): BatchError {
  const said = problem && describeProblem(problem);
  const code = codeOf(cause);
  const reason =
    status === undefined
      ? `could not be reached${code === undefined ? '' : ` (${code})`}`
      : `answered ${status}${said === undefined ? '' : `: ${said}`}`;
  const message = `The monitor of the batch ${reason}; the batch may be running, or may have run`;
  return new BatchError(message, { executed: 'unknown', status, problem, monitor: url, cause });
}
