import { rejectUnknownOptions, resolveFetch, resolveInteger } from '../check-options.js';
import { endpointUrl, pageUrl } from '../endpoint-url.js';
import { type RetryOptions, resolveRetry } from '../resolve-retry.js';
import { type Call, createCall } from './call.js';
import { type DeliveryContext, deliverSingly } from './deliver-singly.js';
import { deliverWindow } from './deliver-window.js';
import { createEndpoint } from './endpoint.js';
import { isBatchable, isInApp } from './is-batchable.js';
import { readBytes } from './read-bytes.js';
import { checkLimits, type LimitOptions, resolveLimits } from './resolve-limits.js';
import { createWarnings } from './warnings.js';

/** Options of {@link batchFetch}. */
export interface BatchFetchOptions {
  /** The batch endpoint: an absolute URL, or, in a web page, one relative to the page. */
  readonly url: string | URL;
  /** Sends batches and single calls; called with a `Request` for a single one. @defaultValue the global `fetch` */
  readonly fetch?: typeof fetch | undefined;
  /** The limits of the server. They override those that the server reports. If all but `maxUnsafeOperations` are set, it is not asked. */
  readonly limits?: LimitOptions | undefined;
  /**
   * How long calls are collected, in milliseconds from the first one.
   * @defaultValue 0, the current turn of the event loop
   */
  readonly windowMs?: number | undefined;
  /**
   * When set, operations that may be repeated are sent again. Without it, a batch is sent again only if it has an
   * Idempotency-Key and its answer was lost, by the defaults of the options. `{ maxTries: 1 }` sends nothing again.
   */
  readonly retry?: RetryOptions | undefined;
  /**
   * True if batches that may change something get a random Idempotency-Key, with which the server runs nothing twice.
   *
   * @defaultValue whether the server says that it keeps keys (`"idempotency": true`); `false` if it is not asked
   */
  readonly idempotencyKey?: boolean | undefined;
  /**
   * Called once for each header because of which calls are sent alone, with the reason. Must not throw.
   * @defaultValue console.warn
   */
  readonly onWarn?: ((message: string) => void) | undefined;
  /**
   * Called once if the server has no batch endpoint at `url`. The message says what it answered. Every call is then sent
   * alone. Must not throw.
   * @defaultValue console.warn
   */
  readonly onFallback?: ((message: string) => void) | undefined;
}

const OPTIONS = ['url', 'fetch', 'limits', 'windowMs', 'retry', 'idempotencyKey', 'onWarn', 'onFallback'];

/**
 * Creates a function with the signature of `fetch` that sends calls made at the same time in one batch. Each call gets
 * its own `Response`. A call that cannot be part of a batch is sent alone.
 *
 * A call rejects as with `fetch`: immediately with the reason of its signal if that is aborted, and with a `TypeError`
 * if the network fails. A {@link BatchError}, which is a `TypeError` as well, says that the operation may have run.
 *
 * @example
 * ```ts
 * const api = batchFetch({ url: '/batch' });
 * const [album, photos] = await Promise.all([api('/albums/4'), api('/photos?album=4')]);
 * ```
 * @throws {TypeError} for an unknown option, or an invalid `url`.
 * @throws {RangeError} for a number out of bounds.
 */
export function batchFetch(options: BatchFetchOptions): typeof globalThis.fetch {
  rejectUnknownOptions('batchFetch', options, OPTIONS);
  const windowMs = resolveInteger('batchFetch.windowMs', options.windowMs, { min: 0, defaultValue: 0 });
  const fetch = resolveFetch('batchFetch', options.fetch);
  const url = endpointUrl('batchFetch', options.url);
  const limits = checkLimits(options.limits);
  const endpoint = createEndpoint(url, { fetch, limits, onFallback: options.onFallback ?? printWarning });
  const warnings = createWarnings(options.onWarn ?? printWarning);
  const { idempotencyKey } = options;
  if (idempotencyKey !== undefined && typeof idempotencyKey !== 'boolean') {
    throw new TypeError(`batchFetch.idempotencyKey must be a boolean, got ${typeof idempotencyKey}`);
  }
  const retry = resolveRetry(options.retry);
  const context: DeliveryContext = { endpoint, fetch, retry, warnings, idempotencyKey };

  const idPrefix = Math.random().toString(36).slice(2, 10).padEnd(8, '0');
  let count = 0;
  let collected: Call[] = [];
  const flush = (): void => {
    const calls = collected;
    collected = [];
    deliverWindow(calls, context);
  };

  const collect = (call: Call): void => {
    collected.push(call);
    if (collected.length === 1) setTimeout(flush, windowMs);
  };
  const maxStreamBytes = resolveLimits(limits, undefined).maxBodyBytes;
  const collectStreamed = async (call: Call): Promise<void> => {
    const bytes = await readBytes(call.request, maxStreamBytes).catch(() => undefined);
    if (bytes === undefined) void deliverSingly(call, context);
    else collect(call);
  };

  // Asynchronous, so that an invalid request rejects instead of throwing, as with `fetch`.
  return async (input, init) => {
    const request = new Request(typeof input === 'string' ? new URL(input, pageUrl() ?? url) : input, init);
    const { call, promise } = createCall(request, `${idPrefix}-${count++}`);
    if (!endpoint.isAbsent && isInApp(call.url, url)) warnings.noteUnfit(call.headers.unfit);
    if (endpoint.isAbsent || !isBatchable(call, url)) void deliverSingly(call, context);
    else if (mayStream(input, init)) void collectStreamed(call);
    else collect(call);
    return promise;
  };
}

function printWarning(message: string): void {
  // biome-ignore lint/suspicious/noConsole: that calls are no longer batched would be noticed by nobody otherwise
  console.warn(message);
}

/** Checks whether a body may still be arriving, because a slow body must not delay other calls. */
function mayStream(...[input, init]: Parameters<typeof fetch>): boolean {
  const body = init?.body ?? (input instanceof Request ? input.body : null);
  return typeof body === 'object' && body !== null && 'getReader' in body;
}
