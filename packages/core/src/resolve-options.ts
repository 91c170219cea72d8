import type { FormatName } from './negotiate.js';
import { rejectUnknownOptions } from './reject-unknown-options.js';
import { LIMIT_NAMES, type LimitOptions, type Limits, resolveLimits } from './resolve-limits.js';

/** What a batch endpoint can be told, beside its limits. */
export interface BatchOptions extends LimitOptions {
  /**
   * The format for a client that has no preference, or accepts JSON and XML equally.
   *
   * @defaultValue the format of the request: JSON
   */
  readonly defaultFormat?: FormatName | undefined;
  /**
   * Hears of every error that the batch keeps from the client: what a target threw, or gave as reason when it
   * destroyed its response. What it throws itself is lost.
   *
   * @defaultValue errors are not reported
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** The options with every value filled in. */
export interface ResolvedOptions {
  readonly defaultFormat: FormatName;
  readonly onError: (error: unknown) => void;
  readonly limits: Limits;
}

const FORMATS: readonly unknown[] = ['json', 'xml'];

/**
 * Checks the options of a batch and fills in the defaults.
 *
 * @throws {TypeError} for an unknown option, or a value of the wrong kind.
 * @throws {RangeError} for a limit out of its range.
 */
export function resolveOptions(options: BatchOptions, adapterOptions: readonly string[]): ResolvedOptions {
  rejectUnknownOptions('batch', options, ['defaultFormat', 'onError', ...LIMIT_NAMES, ...adapterOptions]);
  const { defaultFormat = 'json', onError = () => undefined } = options;
  if (!FORMATS.includes(defaultFormat)) {
    throw new TypeError(`batch.defaultFormat must be 'json' or 'xml', got ${String(defaultFormat)}`);
  }
  if (typeof onError !== 'function')
    throw new TypeError(`batch.onError must be a function, got ${typeof onError}`);
  return Object.freeze({ defaultFormat, onError: quietly(onError), limits: resolveLimits(options) });
}

/** A reporter that fails must not turn an answer into another. */
function quietly(report: (error: unknown) => unknown): (error: unknown) => void {
  return (error) => {
    // There is nobody left to tell what goes wrong in it.
    new Promise((resolve) => resolve(report(error))).catch(() => undefined);
  };
}
