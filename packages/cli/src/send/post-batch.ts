import { type BatchError, type BatchResult, isBatchError, type Outcome, send } from '@multistatus/client';
import type { HeaderFields } from '../exchange.js';
import { showUrl } from '../http/send-request.js';
import { VERSION } from '../version.js';
import { readKey } from './idempotency-key.js';
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
  /** The Idempotency-Key; `undefined` if the client chooses one where the server keeps keys. */
  readonly key: string | undefined;
  /** Aborts the batch. */
  readonly interrupt: AbortSignal;
  /** Called with each outcome, and the milliseconds since the start. */
  readonly onOutcome: (outcome: Outcome, afterMs: number) => void;
}

/** The result of sending a batch. */
export interface PostResult {
  /** The outcomes. If neither these nor an error are defined, the batch was interrupted. */
  readonly result: BatchResult | undefined;
  /** Why no outcome is known. */
  readonly error: BatchError | undefined;
  /** The key of the batch; `undefined` if it had none, or was not sent. */
  readonly key: string | undefined;
  /** The Location of the last answer. */
  readonly location: string | undefined;
  readonly isTimedOut: boolean;
  readonly totalMs: number;
}

/** Sends a batch exactly as it is in its file, and sends operations again if `maxTries` is set. */
export async function postBatch({ text, batch }: BatchFile, options: PostOptions): Promise<PostResult> {
  const { url, timeoutMs, maxTries, interrupt } = options;
  const start = performance.now();
  const sinceStart = (): number => Math.round(performance.now() - start);
  let wholeBatch: unknown;
  let keyField: string | undefined;
  let location: string | undefined;
  let timeout = createTimeout(timeoutMs);
  const fetchInTime: typeof fetch = async (input, { body, signal, ...init } = {}) => {
    clearTimeout(timeout.timer);
    timeout = createTimeout(timeoutMs);
    const signals = signal ? [signal, timeout.signal] : [timeout.signal];
    const inTime = { ...init, signal: AbortSignal.any(signals) };
    // Before a batch that may change something, the client asks for the description of the endpoint.
    if (init.method !== 'POST') return fetch(input, inTime);
    wholeBatch ??= body;
    keyField ??= new Headers(init.headers).get('idempotency-key') ?? undefined;
    // The whole batch is sent unparsed, so that large numbers in bodies are not rounded.
    const response = await fetch(input, { ...inTime, body: body === wholeBatch ? text : (body ?? null) });
    location = response.headers.get('location') ?? undefined;
    return response;
  };
  const finish = (result: BatchResult | undefined, error?: BatchError): PostResult => ({
    result,
    error,
    key: (result ?? error ?? { idempotencyKey: keyField && readKey(keyField) }).idempotencyKey,
    location,
    isTimedOut: timeout.signal.aborted,
    totalMs: sinceStart(),
  });
  try {
    const result = await send(batch, {
      url: showUrl(url),
      headers: toHeaders(options),
      fetch: fetchInTime,
      signal: interrupt,
      idempotencyKey: options.key,
      retry: maxTries === undefined ? undefined : { maxTries },
      onOutcome: (outcome) => options.onOutcome(outcome, sinceStart()),
    });
    return finish(result);
  } catch (error) {
    if (isBatchError(error)) return finish(undefined, error);
    if (!interrupt.aborted) throw error;
    return finish(undefined);
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
