import type { BatchRequest } from '../exchange-batch.js';

/** A monitor, and how requests are sent to it. */
export interface Monitor extends Pick<BatchRequest, 'fetch' | 'credentials'> {
  readonly url: string;
  /** Headers for all requests, such as Authorization. */
  readonly headers: Headers;
}

/** The head of an answer. */
export interface OpenAnswer {
  readonly response: Response;
  /** Aborts the body. */
  readonly abort: () => void;
  /** Ends the connection of the body to the signal. Has to be called when the body has been read. */
  readonly release: () => void;
}

/** A server that does not answer in this time is asked again. */
const TIMEOUT_MS = 30_000;

/**
 * Sends a request to a monitor. Rejects as `fetch` does: also if there is no answer within `timeoutMs`, or if the signal is
 * aborted. The signal aborts the body too.
 */
export async function openMonitor(
  { url, fetch, headers, credentials }: Monitor,
  {
    method = 'GET',
    fields,
    signal,
    timeoutMs = TIMEOUT_MS,
  }: {
    readonly method?: string;
    /** Headers of this request. */
    readonly fields: Readonly<Record<string, string>>;
    readonly signal: AbortSignal | undefined;
    readonly timeoutMs?: number;
  },
): Promise<OpenAnswer> {
  // Neither `AbortSignal.timeout` nor `AbortSignal.any`, which not every platform has.
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const release = (): void => signal?.removeEventListener('abort', abort);
  const sent = new Headers([...headers].map(([name, value]) => [name, value]));
  for (const [name, value] of Object.entries(fields)) sent.set(name, value);
  const timer = setTimeout(abort, timeoutMs);
  signal?.addEventListener('abort', abort);
  if (signal?.aborted === true) abort();
  try {
    const response = await fetch(url, {
      method,
      headers: sent,
      // The headers may contain credentials, which are not for the target of a redirect.
      redirect: 'manual',
      signal: controller.signal,
      ...(credentials === undefined ? {} : { credentials }),
    });
    return { response, abort, release };
  } catch (error) {
    release();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
