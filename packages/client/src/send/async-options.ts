import { rejectUnknownOptions, resolveInteger } from '../check-options.js';
import { resolveUnreachable } from '../monitor/resolve-unreachable.js';

/** How a batch is answered later. */
export interface AsyncOptions {
  /**
   * How many seconds the server may take to answer at once, if the batch ends that soon. The server has a limit of its own.
   * @defaultValue 0
   */
  readonly wait?: number | undefined;
  /**
   * What happens when `signal` is aborted after the server has taken the batch: it is cancelled, or left running.
   * @defaultValue 'cancel'
   */
  readonly whenAborted?: 'cancel' | 'leave' | undefined;
  /** An origin, besides that of `url`, at which the monitor may be. It is sent the same headers. @defaultValue none */
  readonly monitorOrigin?: string | undefined;
  /**
   * How long the monitor may be out of reach, in milliseconds, until `send` rejects.
   * @defaultValue 300_000
   */
  readonly maxUnreachableMs?: number | undefined;
}

/** The options with the defaults applied. */
export interface ResolvedAsync {
  /** The value of the header Prefer (RFC 7240). */
  readonly preference: string;
  readonly isCancelledWhenAborted: boolean;
  readonly monitorOrigin: string | undefined;
  readonly maxUnreachableMs: number;
}

const NAMES = ['wait', 'whenAborted', 'monitorOrigin', 'maxUnreachableMs'];

/**
 * Checks the option `respondAsync`; returns `undefined` if the batch is answered at once.
 *
 * @throws {TypeError} for an unknown option, or one of the wrong kind.
 * @throws {RangeError} for a number out of bounds.
 */
export function resolveAsync(option: boolean | AsyncOptions | undefined): ResolvedAsync | undefined {
  if (option === undefined || option === false) return undefined;
  const options = option === true ? {} : option;
  rejectUnknownOptions('send.respondAsync', options, NAMES);
  const { whenAborted = 'cancel', monitorOrigin } = options;
  if (whenAborted !== 'cancel' && whenAborted !== 'leave') {
    throw new TypeError(
      `send.respondAsync.whenAborted must be 'cancel' or 'leave', got ${String(whenAborted)}`,
    );
  }
  const wait = resolveInteger('send.respondAsync.wait', options.wait, { min: 0, defaultValue: 0 });
  return {
    preference: wait === 0 ? 'respond-async' : `respond-async, wait=${wait}`,
    isCancelledWhenAborted: whenAborted === 'cancel',
    monitorOrigin,
    maxUnreachableMs: resolveUnreachable('send.respondAsync', options.maxUnreachableMs),
  };
}
