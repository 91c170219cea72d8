import { setTimeout as wait } from 'node:timers/promises';
import { type BatchError, type BatchResult, isBatchError, type Outcome, send } from '@multistatus/client';
import type { HeaderFields } from '../exchange.js';
import { showUrl } from '../http/send-request.js';
import { VERSION } from '../version.js';
import type { BatchFile } from './read-batch-file.js';

/** How a batch is sent. */
export interface Posting {
  /** With credentials if they are to be sent. */
  readonly url: URL;
  readonly headers: HeaderFields;
  /** For each exchange. */
  readonly timeoutMs: number;
  /** How often one operation is sent at most; `undefined` if nothing is sent again. */
  readonly maxTries: number | undefined;
  /** Ends the batch. */
  readonly interrupt: AbortSignal;
  /** Is told of each outcome, with the milliseconds since the start. */
  readonly onOutcome: (outcome: Outcome, afterMs: number) => void;
}

/** What came of it. */
export interface Posted {
  /** Either this or `error`. */
  readonly result: BatchResult | undefined;
  /** Why no outcome is known. */
  readonly error: BatchError | undefined;
  /** The Location of the last answer. */
  readonly location: string | undefined;
  readonly isTimedOut: boolean;
  readonly totalMs: number;
}

/**
 * Sends a batch as it stands in its file, and what may be sent again, if so wished.
 *
 * @throws the reason of `interrupt`, once that is aborted.
 */
export async function postBatch({ text, batch }: BatchFile, posting: Posting): Promise<Posted> {
  const { url, timeoutMs, maxTries, interrupt } = posting;
  const start = performance.now();
  const sinceStart = (): number => Math.round(performance.now() - start);
  let isFirst = true;
  let location: string | undefined;
  let timeout = createTimeout(timeoutMs);
  const fetchBatch: typeof fetch = async (input, { body, signal, ...init } = {}) => {
    clearTimeout(timeout.timer);
    timeout = createTimeout(timeoutMs);
    const signals = signal ? [signal, timeout.signal] : [timeout.signal];
    // The numbers of a body are not rounded as long as nobody parses it.
    const sent = isFirst ? text : (body ?? null);
    isFirst = false;
    const response = await fetch(input, { ...init, body: sent, signal: AbortSignal.any(signals) });
    location = response.headers.get('location') ?? undefined;
    return response;
  };
  const clock = { now: Date.now, random: Math.random, wait: waitFor(interrupt) };
  const end = (came: Pick<Posted, 'result' | 'error'>): Posted => ({
    ...came,
    location,
    isTimedOut: timeout.signal.aborted,
    totalMs: sinceStart(),
  });
  try {
    const result = await send(batch, {
      url: showUrl(url),
      headers: toHeaders(posting),
      fetch: fetchBatch,
      signal: interrupt,
      retry: maxTries === undefined ? undefined : { maxTries, clock },
      onOutcome: (outcome) => posting.onOutcome(outcome, sinceStart()),
    });
    return end({ result, error: undefined });
  } catch (error) {
    if (!isBatchError(error)) throw error;
    return end({ result: undefined, error });
  } finally {
    clearTimeout(timeout.timer);
  }
}

/** Of its own rather than `AbortSignal.timeout`, as it is to end with the exchange, and not keep the process. */
function createTimeout(timeoutMs: number): { readonly signal: AbortSignal; readonly timer: NodeJS.Timeout } {
  const controller = new AbortController();
  const reason = new DOMException('The time is up', 'TimeoutError');
  return { signal: controller.signal, timer: setTimeout(() => controller.abort(reason), timeoutMs) };
}

function waitFor(signal: AbortSignal): (delayMs: number) => Promise<void> {
  return (delayMs) => wait(delayMs, undefined, { signal });
}

/** `fetch` takes no URL with credentials. */
function toHeaders({ url, headers }: Posting): [name: string, value: string][] {
  const { username, password } = url;
  const own: [string, string][] = [['user-agent', `multistatus/${VERSION}`]];
  if (username !== '' || password !== '') {
    const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
    own.push(['authorization', `Basic ${credentials.toString('base64')}`]);
  }
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const sent = [...own.filter(([name]) => !given.has(name)), ...headers];
  return sent.map(([name, value]) => [name, value]);
}
