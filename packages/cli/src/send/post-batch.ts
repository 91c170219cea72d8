import { setTimeout as wait } from 'node:timers/promises';
import { type BatchError, type BatchResult, isBatchError, type Outcome, send } from '@multistatus/client';
import type { HeaderFields } from '../exchange.js';
import { showUrl } from '../http/send-request.js';
import { VERSION } from '../version.js';
import type { BatchFile } from './read-batch-file.js';

/** Options for sending a batch. */
export interface PostOptions {
  /** May contain credentials, which are then sent. */
  readonly url: URL;
  readonly headers: HeaderFields;
  /** The timeout of each exchange. */
  readonly timeoutMs: number;
  /** The maximum number of times that one operation is sent; `undefined` if nothing is sent again. */
  readonly maxTries: number | undefined;
  /** Aborts the batch. */
  readonly interrupt: AbortSignal;
  /** Called with each outcome, and the milliseconds since the start. */
  readonly onOutcome: (outcome: Outcome, afterMs: number) => void;
}

/** The result of sending a batch. */
export interface PostResult {
  /** Either `result` or `error` is defined. */
  readonly result: BatchResult | undefined;
  /** Why no outcome is known. */
  readonly error: BatchError | undefined;
  /** The Location of the last answer. */
  readonly location: string | undefined;
  readonly isTimedOut: boolean;
  readonly totalMs: number;
}

/**
 * Sends a batch exactly as it is in its file, and sends operations again if `maxTries` is set.
 *
 * @throws the reason of `interrupt` if that is aborted.
 */
export async function postBatch({ text, batch }: BatchFile, options: PostOptions): Promise<PostResult> {
  const { url, timeoutMs, maxTries, interrupt } = options;
  const start = performance.now();
  const sinceStart = (): number => Math.round(performance.now() - start);
  let isFirst = true;
  let location: string | undefined;
  let timeout = createTimeout(timeoutMs);
  const fetchBatch: typeof fetch = async (input, { body, signal, ...init } = {}) => {
    clearTimeout(timeout.timer);
    timeout = createTimeout(timeoutMs);
    const signals = signal ? [signal, timeout.signal] : [timeout.signal];
    // The first time the text is sent unparsed, so that large numbers in bodies are not rounded.
    const sent = isFirst ? text : (body ?? null);
    isFirst = false;
    const response = await fetch(input, { ...init, body: sent, signal: AbortSignal.any(signals) });
    location = response.headers.get('location') ?? undefined;
    return response;
  };
  const clock = { now: Date.now, random: Math.random, wait: waitFor(interrupt) };
  const finish = (outcome: Pick<PostResult, 'result' | 'error'>): PostResult => ({
    ...outcome,
    location,
    isTimedOut: timeout.signal.aborted,
    totalMs: sinceStart(),
  });
  try {
    const result = await send(batch, {
      url: showUrl(url),
      headers: toHeaders(options),
      fetch: fetchBatch,
      signal: interrupt,
      retry: maxTries === undefined ? undefined : { maxTries, clock },
      onOutcome: (outcome) => options.onOutcome(outcome, sinceStart()),
    });
    return finish({ result, error: undefined });
  } catch (error) {
    if (!isBatchError(error)) throw error;
    return finish({ result: undefined, error });
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

function waitFor(signal: AbortSignal): (delayMs: number) => Promise<void> {
  return (delayMs) => wait(delayMs, undefined, { signal });
}

/** Moves the credentials of the URL to a header, because `fetch` rejects a URL with credentials. */
function toHeaders({ url, headers }: PostOptions): [name: string, value: string][] {
  const { username, password } = url;
  const defaults: [string, string][] = [['user-agent', `multistatus/${VERSION}`]];
  if (username !== '' || password !== '') {
    const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
    defaults.push(['authorization', `Basic ${credentials.toString('base64')}`]);
  }
  const userNames = new Set(headers.map(([name]) => name.toLowerCase()));
  const sent = [...defaults.filter(([name]) => !userNames.has(name)), ...headers];
  return sent.map(([name, value]) => [name, value]);
}
