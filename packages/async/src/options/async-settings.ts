import { checkFunction, rejectUnknownOptions } from '@multistatus/core/adapter';
import type { BatchQueue } from '../batch-queue.js';
import type { RespondAsyncLimits, RespondAsyncOptions } from './respond-async-options.js';

/** The options of `respondAsync`, checked and with the defaults applied. */
export interface AsyncSettings
  extends Pick<RespondAsyncOptions, 'name' | 'monitors' | 'capture' | 'restore' | 'appVersion' | 'queue'> {
  /** All of them, also those that were not set. */
  readonly limits: ResolvedAsyncLimits;
}

/** The limits of requests that are answered later, with the defaults applied. */
export type ResolvedAsyncLimits = { readonly [Name in keyof RespondAsyncLimits]-?: number };

/** The longest time that a timer can have. */
const MAX_TIMEOUT_MS = 2_147_483_647;
const LIMITS: {
  readonly [Name in keyof RespondAsyncLimits]-?: {
    readonly value: number;
    readonly min: number;
    readonly max: number;
  };
} = {
  maxOperations: { value: 100_000, min: 1, max: 10_000_000 },
  maxBodyBytes: { value: 16_777_216, min: 1, max: 1_073_741_824 },
  jobSize: { value: 50, min: 1, max: 1_000 },
  maxQueuedJobs: { value: 10_000, min: 1, max: 1_000_000_000 },
  maxBatchesPerClient: { value: 10, min: 1, max: 1_000_000 },
  maxBytesPerClient: { value: 268_435_456, min: 1, max: Number.MAX_SAFE_INTEGER },
  maxWatchers: { value: 1_000, min: 0, max: 1_000_000 },
  maxWaitMs: { value: 20_000, min: 0, max: 600_000 },
  cancelGraceMs: { value: 5_000, min: 0, max: 600_000 },
  maxRunMs: { value: 86_400_000, min: 1_000, max: 31_536_000_000 },
  minPollMs: { value: 0, min: 0, max: MAX_TIMEOUT_MS },
};
const LIMIT_NAMES = Object.keys(LIMITS) as readonly (keyof RespondAsyncLimits)[];
const NAMES = ['queue', 'name', 'monitors', 'capture', 'restore', 'appVersion', 'limits'] as const;
const QUEUE_METHODS = ['check', 'add', 'depth', 'work', 'close'] as const;
const NAME = /^[\w.-]{1,64}$/;
/** Segments as the path of a URL has them. */
const PATH = /^(?:\/[\w.~!$&'()*+,;=:@%-]+)+$/;

/**
 * Checks the options of `respondAsync` and applies the defaults.
 *
 * @throws {TypeError} for an option that is unknown, missing or of the wrong kind.
 * @throws {RangeError} for a limit out of its range.
 */
export function resolveAsyncOptions(options: RespondAsyncOptions): AsyncSettings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(
      "respondAsync needs an object with queue and name: respondAsync({ queue, name: 'batch' })",
    );
  rejectUnknownOptions('respondAsync', options, { known: NAMES });
  const { queue, name, monitors, capture, restore, appVersion, limits = {} } = options;
  checkQueue(queue);
  checkText('name', name, {
    pattern: NAME,
    expected: '1 to 64 letters, digits, dots, hyphens and underscores',
  });
  if (monitors !== undefined)
    checkText('monitors', monitors, {
      pattern: PATH,
      expected: 'a path such as /monitors, without a slash at its end',
    });
  checkFunction('respondAsync.capture', capture);
  checkFunction('respondAsync.restore', restore);
  if (
    appVersion !== undefined &&
    (typeof appVersion !== 'string' || appVersion === '' || appVersion.length > 128)
  )
    throw new TypeError('respondAsync.appVersion must be a text of 1 to 128 characters');
  if (typeof limits !== 'object' || limits === null)
    throw new TypeError('respondAsync.limits must be an object, such as { maxOperations: 10_000 }');
  rejectUnknownOptions('respondAsync.limits', limits, { known: LIMIT_NAMES });
  return { queue, name, monitors, capture, restore, appVersion, limits: resolveLimits(limits) };
}

function checkQueue(queue: unknown): void {
  for (const method of QUEUE_METHODS) {
    if (typeof (queue as BatchQueue | null | undefined)?.[method] !== 'function')
      throw new TypeError(
        `respondAsync.queue must be a queue, such as memoryQueue() of @multistatus/async/memory: it has no method ${method}`,
      );
  }
}

function checkText(
  option: string,
  value: unknown,
  { pattern, expected }: { readonly pattern: RegExp; readonly expected: string },
): void {
  if (typeof value === 'string' && pattern.test(value)) return;
  const actual = typeof value === 'string' ? JSON.stringify(value) : typeof value;
  throw new TypeError(`respondAsync.${option} must be ${expected}, got ${actual}`);
}

function resolveLimits(limits: RespondAsyncLimits): ResolvedAsyncLimits {
  const resolved = LIMIT_NAMES.map((name) => [name, limitOf(name, limits[name])] as const);
  return Object.freeze(Object.fromEntries(resolved) as { [Name in keyof RespondAsyncLimits]-?: number });
}

function limitOf(name: keyof RespondAsyncLimits, value: number | undefined): number {
  const { value: byDefault, min, max } = LIMITS[name];
  if (value === undefined) return byDefault;
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`respondAsync.limits.${name} must be an integer from ${min} to ${max}, got ${value}`);
}
