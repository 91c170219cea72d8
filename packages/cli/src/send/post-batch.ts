import {
  BatchAbortError,
  type BatchError,
  type BatchProgress,
  type BatchResult,
  isBatchError,
  type Outcome,
  send,
} from '@multistatus/client';
import type { HeaderFields } from '@multistatus/inspect';
import { showUrl } from '../http/send-request.js';
import { toFetchHeaders } from '../http/to-fetch-headers.js';
import { type AnswerFacts, NO_ANSWER, readFacts } from './answer-facts.js';
import { readKey } from './idempotency-key.js';
import type { BatchFile } from './read-batch-file.js';

/** Options for sending a batch. */
export interface PostOptions {
  readonly method: 'POST' | 'QUERY';
  /** May contain credentials, which are then sent. */
  readonly url: URL;
  readonly headers: HeaderFields;
  /** The timeout of each exchange. */
  readonly timeoutMs: number;
  /** The maximum number of times that one operation is sent; `undefined` if nothing is sent again. */
  readonly maxTries: number | undefined;
  /** The Idempotency-Key; `undefined` if the client chooses one where the server keeps keys. */
  readonly key: string | undefined;
  /** Aborts the batch; one that is answered later is left running. */
  readonly interrupt: AbortSignal;
  /** Called with each outcome, and the milliseconds since the start. */
  readonly onOutcome?: (outcome: Outcome, afterMs: number) => void;
  /** Set if the batch is to be answered later. */
  readonly later?: LaterCallbacks;
}

/** Called while a batch is answered later. */
export interface LaterCallbacks {
  /** Called with the URL of the monitor. */
  readonly onMonitor: (monitor: string) => void;
  readonly onProgress: (progress: BatchProgress) => void;
}

/** The result of sending a batch. */
export interface PostResult {
  /** The outcomes. If neither these nor an error are defined, the batch was interrupted. */
  readonly result: BatchResult | undefined;
  /** Why no outcome is known. */
  readonly error: BatchError | undefined;
  /** The URL of the monitor, if the server has taken the batch, to be answered later. */
  readonly monitor: string | undefined;
  /** The key of the batch; `undefined` if it had none, or was not sent. */
  readonly key: string | undefined;
  readonly lastAnswer: AnswerFacts;
  readonly isTimedOut: boolean;
  readonly totalMs: number;
}

/** Sends a batch exactly as it is in its file, and sends operations again if `maxTries` is set. */
export async function postBatch({ text, batch }: BatchFile, options: PostOptions): Promise<PostResult> {
  const { method, url, timeoutMs, maxTries, interrupt, onOutcome, later } = options;
  const start = performance.now();
  const sinceStart = (): number => Math.round(performance.now() - start);
  let wholeBatch: unknown;
  let keyField: string | undefined;
  let lastAnswer = NO_ANSWER;
  let monitor: string | undefined;
  let timeout = createTimeout(timeoutMs);
  const fetchInTime: typeof fetch = async (input, init = {}) => {
    const { body, signal, ...others } = init;
    clearTimeout(timeout.timer);
    // The client has timeouts of its own for the description of the endpoint and for monitors, but not for the GET after a 303.
    if (init.method !== method && lastAnswer.status !== 303) return fetch(input, init);
    timeout = createTimeout(timeoutMs);
    const signals = signal ? [signal, timeout.signal] : [timeout.signal];
    const inTime = { ...others, signal: AbortSignal.any(signals) };
    wholeBatch ??= body;
    keyField ??= new Headers(init.headers).get('idempotency-key') ?? undefined;
    // The whole batch is sent unparsed, so that large numbers in bodies are not rounded.
    const response = await fetch(input, { ...inTime, body: body === wholeBatch ? text : (body ?? null) });
    lastAnswer = await readFacts(response);
    return response;
  };
  const finish = (result: BatchResult | undefined, error?: BatchError): PostResult => ({
    result,
    error,
    monitor,
    key: (result ?? error ?? { idempotencyKey: keyField && readKey(keyField) }).idempotencyKey,
    lastAnswer,
    isTimedOut: timeout.signal.aborted,
    totalMs: sinceStart(),
  });
  try {
    const result = await send(batch, {
      method,
      url: showUrl(url),
      headers: toFetchHeaders(options),
      fetch: fetchInTime,
      signal: interrupt,
      idempotencyKey: options.key,
      retry: maxTries === undefined ? undefined : { maxTries },
      onOutcome: onOutcome && ((outcome) => onOutcome(outcome, sinceStart())),
      respondAsync: later && { whenAborted: 'leave' },
      onProgress: later?.onProgress,
      onMonitor: (taken) => {
        monitor = taken;
        later?.onMonitor(taken);
      },
    });
    return finish(result);
  } catch (error) {
    if (isBatchError(error)) return finish(undefined, error);
    if (!interrupt.aborted) throw error;
    return finish(error instanceof BatchAbortError ? error.result : undefined);
  } finally {
    clearTimeout(timeout.timer);
  }
}

/** Unlike that of `AbortSignal.timeout`, this timer can be cleared when the exchange ends. */
function createTimeout(timeoutMs: number): { readonly signal: AbortSignal; readonly timer: NodeJS.Timeout } {
  const controller = new AbortController();
  const reason = new DOMException('The exchange timed out', 'TimeoutError');
  return { signal: controller.signal, timer: setTimeout(() => controller.abort(reason), timeoutMs) };
}
