import type { AsyncSupport } from '@multistatus/core/adapter';
import { attachLater } from './attach-later.js';
import { type AsyncSettings, resolveAsyncOptions } from './options/async-settings.js';
import type { RespondAsyncOptions } from './options/respond-async-options.js';

/** What {@link respondAsync} returns: the value for the option `async` of one endpoint. */
export interface RespondAsync<Outer = unknown, Principal = unknown> extends AsyncSupport<Outer, Principal> {
  /** The options, checked and with the defaults applied. */
  readonly settings: AsyncSettings;
}

/**
 * Lets the requests of an endpoint be answered later: with `Prefer: respond-async`, the endpoint answers 202 at once, and workers run
 * the request. The answer has the URL of a monitor, which has the progress, and in the end the outcomes.
 *
 * @throws {TypeError} for an option that is unknown, missing or of the wrong kind.
 * @throws {RangeError} for a limit out of its range.
 *
 * @example
 * ```ts
 * const queue = bullmqQueue({ connection });
 * app.use('/batch', authenticate, batch({ journal, async: respondAsync({ queue, name: 'batch' }) }));
 * ```
 */
export function respondAsync<Outer = unknown, Principal = unknown>(
  options: RespondAsyncOptions<Outer, Principal>,
): RespondAsync<Outer, Principal> {
  const settings = resolveAsyncOptions(options as RespondAsyncOptions);
  const { name, monitors, limits } = settings;
  return {
    name,
    monitors,
    limits,
    capture: options.capture,
    settings,
    attach: (endpoint) => attachLater(endpoint, settings),
  };
}
