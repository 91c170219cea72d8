import { rejectUnknownOptions, resolveInteger } from '../check-options.js';
import { type RetryOptions, resolveRetry } from '../resolve-retry.js';
import { type Call, createCall } from './call.js';
import { type DeliveryContext, deliverSingly } from './deliver-singly.js';
import { deliverTogether } from './deliver-together.js';
import { createEndpoint } from './endpoint.js';
import { mayTravel } from './may-travel.js';
import { readBytes } from './read-bytes.js';
import { checkLimits, type LimitOptions, resolveLimits } from './resolve-limits.js';
import { splitOperations } from './split-operations.js';
import { toOperation } from './to-operation.js';

/** How {@link batchFetch} batches. */
export interface BatchFetchOptions {
  /** The batch endpoint: an absolute URL, or one that the page's own address completes. */
  readonly url: string | URL;
  /** Sends batches and single calls; gets a `Request` for a single one. @defaultValue the platform's, when it is called */
  readonly fetch?: typeof fetch | undefined;
  /** What the server takes. With all four of them it is not asked; one that is given here wins over what it says. */
  readonly limits?: LimitOptions | undefined;
  /** How long calls are collected, in milliseconds from the first one. @defaultValue 0, the turn of the event loop */
  readonly windowMs?: number | undefined;
  /** Whether what may be sent again is sent again. @defaultValue undefined, nothing is */
  readonly retry?: RetryOptions | undefined;
}

/**
 * Makes a function that is called as `fetch` is, and sends calls that are made at the same time in one batch. Each
 * call gets a `Response` of its own; what cannot travel in a batch goes by itself.
 *
 * A call rejects as with `fetch`: with the reason of its signal at once, with a `TypeError` where the network fails.
 * A {@link BatchError}, a `TypeError` too, says that the operation may have run.
 *
 * @example
 * const api = batchFetch({ url: '/batch' });
 * const [album, photos] = await Promise.all([api('/albums/4'), api('/photos?album=4')]);
 * @throws {TypeError} for an unknown option, or a `url` that is none.
 * @throws {RangeError} for a number out of its bounds.
 */
export function batchFetch(options: BatchFetchOptions): typeof globalThis.fetch {
  rejectUnknownOptions('batchFetch', options, ['url', 'fetch', 'limits', 'windowMs', 'retry']);
  const windowMs = resolveInteger('batchFetch.windowMs', options.windowMs, { min: 0, preset: 0 });
  const fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const pageUrl = globalThis.document?.baseURI ?? globalThis.location?.href;
  if (!URL.canParse(options.url, pageUrl)) {
    throw new TypeError(`batchFetch.url must be a URL, absolute outside of a page, got "${options.url}"`);
  }
  const url = new URL(options.url, pageUrl);
  const limits = checkLimits(options.limits);
  const endpoint = createEndpoint(url, { fetch, limits });
  const context: DeliveryContext = { endpoint, fetch, retry: resolveRetry(options.retry) };

  let window: Call[] = [];
  const close = (): void => {
    const calls = window;
    window = [];
    for (const group of groupCalls(calls)) void deliverGroup(group, context);
  };

  const collect = (call: Call): void => {
    window.push(call);
    if (window.length === 1) setTimeout(close, windowMs);
  };
  const maxStreamBytes = resolveLimits(limits, undefined).maxBodyBytes;
  const collectStreamed = async (call: Call): Promise<void> => {
    const bytes = await readBytes(call.request, maxStreamBytes).catch(() => undefined);
    if (bytes === undefined) void deliverSingly(call, context);
    else collect(call);
  };

  // Asynchronous, so that a request that cannot be made rejects, as with `fetch`.
  return async (input, init) => {
    const request = new Request(typeof input === 'string' ? new URL(input, pageUrl ?? url) : input, init);
    const { call, promise } = createCall(request);
    if (endpoint.isAbsent || !mayTravel(call, url)) void deliverSingly(call, context);
    else if (mayStream(input, init)) void collectStreamed(call);
    else collect(call);
    return promise;
  };
}

/** Whether a body may be on its way still: one that is slow must not keep other calls waiting. */
function mayStream(...[input, init]: Parameters<typeof fetch>): boolean {
  const body = init?.body ?? (input instanceof Request ? input.body : null);
  return typeof body === 'object' && body !== null && 'getReader' in body;
}

/** Gives the calls that can travel together: those that say the same of who is calling. */
function groupCalls(calls: readonly Call[]): Call[][] {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    if (call.isSettled) continue;
    const key = JSON.stringify([call.request.credentials, call.headers.lifted]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return [...groups.values()];
}

async function deliverGroup(calls: readonly Call[], context: DeliveryContext): Promise<void> {
  const { endpoint } = context;
  const [first, second] = calls;
  if (first === undefined) return;
  if (second === undefined || endpoint.isAbsent) {
    for (const call of calls) void deliverSingly(call, context);
    return;
  }
  const { credentials } = first.request;
  const description = await endpoint.describe({ headers: first.headers.lifted, credentials });
  const operations = await Promise.all(
    calls.map(async (call) => {
      const operation = await toOperation(call, description);
      if (operation === undefined) void deliverSingly(call, context);
      return operation ?? [];
    }),
  );
  for (const batch of splitOperations(operations.flat(), description.limits)) {
    void deliverTogether(batch, context);
  }
}
