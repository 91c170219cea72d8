import { rejectUnknownOptions, resolveFetch } from '../check-options.js';
import { endpointUrl } from '../endpoint-url.js';
import { DEFAULT_RETRY, type RetryOptions, resolveRetry } from '../resolve-retry.js';
import type { AskSettings } from './ask-monitor.js';
import type { Monitor } from './open-monitor.js';
import { resolveUnreachable } from './resolve-unreachable.js';

/** How requests are sent to a monitor. */
export interface MonitorOptions {
  /** Sends the requests. @defaultValue the global `fetch` */
  readonly fetch?: typeof fetch | undefined;
  /** Headers of each request, such as Authorization. A monitor answers only the client that has sent the batch. */
  readonly headers?: RequestInit['headers'] | undefined;
  /**
   * The option `credentials` of `fetch`: whether cookies are sent.
   *
   * @defaultValue that of `fetch`, `'same-origin'`
   */
  readonly credentials?: RequestInit['credentials'] | undefined;
  /** How long the monitor may be out of reach, in milliseconds. @defaultValue 300_000 */
  readonly maxUnreachableMs?: number | undefined;
  /** The delays between requests after a failure: `baseDelayMs`, `maxDelayMs` and `clock`. */
  readonly retry?: Pick<RetryOptions, 'baseDelayMs' | 'maxDelayMs' | 'clock'> | undefined;
}

/** The options with the defaults applied. */
export interface ResolvedMonitor {
  readonly monitor: Monitor;
  readonly settings: Pick<AskSettings, 'accept' | 'retry' | 'maxUnreachableMs'>;
}

const NAMES = ['fetch', 'headers', 'credentials', 'maxUnreachableMs', 'retry'];

/**
 * Checks the URL of a monitor and the options of the function `owner`. `others` are the names of its further options.
 *
 * @throws {TypeError} for an invalid URL, an unknown option, or one of the wrong kind.
 * @throws {RangeError} for a number out of bounds.
 */
export function resolveMonitor(
  url: string | URL,
  options: MonitorOptions,
  { owner, others }: { readonly owner: string; readonly others: readonly string[] },
): ResolvedMonitor {
  rejectUnknownOptions(owner, options, [...NAMES, ...others]);
  const monitor: Monitor = {
    url: endpointUrl(owner, url).href,
    fetch: resolveFetch(owner, options.fetch),
    headers: new Headers(options.headers),
    credentials: options.credentials,
  };
  const settings = {
    accept: 'application/json',
    retry: resolveRetry(options.retry) ?? DEFAULT_RETRY,
    maxUnreachableMs: resolveUnreachable(owner, options.maxUnreachableMs),
  };
  return { monitor, settings };
}
