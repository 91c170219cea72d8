import { describeValue } from './describe-value.js';
import { rejectUnknownOptions } from './reject-unknown-options.js';

/** The longest delay of a timer in Node.js, in milliseconds: about 24.8 days. */
export const MAX_TIMEOUT_MS = 2_147_483_647;

const DEFAULT_LIMITS = {
  maxOperations: 100,
  maxUnsafeOperations: 100,
  maxBodyBytes: 1_048_576,
  maxLineBytes: 1_048_576,
  concurrency: 100,
  operationTimeoutMs: 10_000,
  batchTimeoutMs: 25_000,
  maxOperationResponseBytes: 4_194_304,
  maxResponseBytes: 33_554_432,
  maxUrlLength: 8_192,
  maxHeaderBytes: 16_384,
  maxJsonDepth: 64,
  maxDependencyDepth: 100,
  maxConcurrentRequests: 64,
  maxBytesUnderWay: 268_435_456,
  bodyTimeoutMs: 30_000,
  sendTimeoutMs: 30_000,
} as const;

/** Limits of a batch endpoint. Each is an integer of at least 1, and finite by default; `concurrency` may also be `'auto'`. */
export interface LimitOptions {
  /** Operations in one batch; a batch with more is answered 413. @defaultValue 100 */
  readonly maxOperations?: number | undefined;
  /**
   * Operations in one batch that may change something, because their method is not known to be safe (GET, HEAD, OPTIONS, QUERY,
   * PROPFIND, REPORT, SEARCH); a batch with more is answered 413.
   *
   * @defaultValue as `maxOperations`
   */
  readonly maxUnsafeOperations?: number | undefined;
  /** Bytes of the request body; a longer one is answered 413. @defaultValue 1_048_576 (1 MiB) */
  readonly maxBodyBytes?: number | undefined;
  /** Bytes of one line of a batch in JSON Lines; a longer one is answered 413, and the others run. @defaultValue 1_048_576 (1 MiB) */
  readonly maxLineBytes?: number | undefined;
  /**
   * Operations of one batch that run at the same time. With `'auto'`, 8 of each batch, and up to 100 as long as that does not make
   * operations noticeably slower; all batches of the endpoint together run at most 256, unless 8 of each are more.
   *
   * @defaultValue 'auto'
   */
  readonly concurrency?: number | 'auto' | undefined;
  /** Milliseconds after which an operation is aborted and answered 504. @defaultValue 10_000 */
  readonly operationTimeoutMs?: number | undefined;
  /** Milliseconds after which the batch ends: running operations are aborted, waiting ones do not start. @defaultValue 25_000 */
  readonly batchTimeoutMs?: number | undefined;
  /** Bytes of the response body of one operation; a longer body is omitted. @defaultValue 4_194_304 (4 MiB) */
  readonly maxOperationResponseBytes?: number | undefined;
  /**
   * Bytes of all response bodies of a batch together, as targets send them and as they are written, with characters escaped; a
   * body that exceeds the rest is omitted.
   *
   * @defaultValue 33_554_432 (32 MiB)
   */
  readonly maxResponseBytes?: number | undefined;
  /** Characters of the URL of an operation. @defaultValue 8_192 */
  readonly maxUrlLength?: number | undefined;
  /** Bytes of the header fields of an operation, including names and separators; inherited ones do not count. @defaultValue 16_384 (16 KiB) */
  readonly maxHeaderBytes?: number | undefined;
  /** Levels of nested objects and arrays in the request body. @defaultValue 64 */
  readonly maxJsonDepth?: number | undefined;
  /** Length of the longest chain of operations and groups that must succeed before one can start. @defaultValue 100 */
  readonly maxDependencyDepth?: number | undefined;
  /**
   * Batches that the endpoint handles at the same time. Further ones are answered 503, before their body is read if
   * possible. A batch counts from when its body has arrived until its answer has been sent. One with an
   * Idempotency-Key runs on when its client disconnects, and counts until it has ended.
   *
   * @defaultValue 64
   */
  readonly maxConcurrentRequests?: number | undefined;
  /**
   * Bytes that the batches of the endpoint hold together: bodies that have been read, and answers that clients have not taken
   * yet. A batch whose body would exceed it is answered 503, before that is read if possible; the body of an answer that would
   * exceed it is omitted.
   *
   * @defaultValue 268_435_456 (256 MiB)
   */
  readonly maxBytesUnderWay?: number | undefined;
  /** Milliseconds within which the request body must arrive; otherwise the request is answered 408. @defaultValue 30_000 */
  readonly bodyTimeoutMs?: number | undefined;
  /**
   * Milliseconds after which a client is disconnected that takes nothing of the answer while bytes of it are waiting. Time in
   * which a streamed answer waits for operations is not counted.
   *
   * @defaultValue 30_000
   */
  readonly sendTimeoutMs?: number | undefined;
}

/** The limits with defaults applied. `concurrency: 'auto'` is the most that it can be: 100. */
export type Limits = Readonly<Record<keyof LimitOptions, number>>;

/** The names of all limits, in the order in which they are documented. */
export const LIMIT_NAMES: readonly (keyof LimitOptions)[] = Object.keys(
  DEFAULT_LIMITS,
) as (keyof LimitOptions)[];

/**
 * Checks the limits of a batch and applies the defaults. A limit that is `undefined` counts as absent.
 *
 * @throws {TypeError} if `options` is not an object, or has a member that is not a limit.
 * @throws {RangeError} if a limit is not an integer of at least 1, or a timeout is above 2_147_483_647 ms.
 */
export function resolveLimits(options?: LimitOptions): Limits {
  const limits = fillLimits('batch.limits', options, { defaults: DEFAULT_LIMITS });
  if (options?.maxUnsafeOperations !== undefined) return limits;
  return Object.freeze({ ...limits, maxUnsafeOperations: limits.maxOperations });
}

/** Checks whether `concurrency` follows how long operations take: whether it is `'auto'`. */
export function isAdaptive({
  concurrency = 'auto',
}: {
  readonly concurrency?: number | 'auto' | undefined;
} = {}): boolean {
  return concurrency === 'auto';
}

/**
 * Returns a value for every limit in `defaults`: that of the options, or the default. Limits in `unbounded` may be `Infinity`;
 * `concurrency` may be `'auto'`, which is its default. `owner` is the full name of the options in messages, such as
 * `batch.limits`.
 *
 * @throws {TypeError} if `options` is not an object, or has a member that is not a limit.
 * @throws {RangeError} if a limit is not an integer of at least 1, or a timeout is above 2_147_483_647 ms.
 */
export function fillLimits<Name extends string>(
  owner: string,
  options: { readonly [Each in NoInfer<Name>]?: number | 'auto' | undefined } = {},
  {
    defaults,
    unbounded = [],
  }: { readonly defaults: Readonly<Record<Name, number>>; readonly unbounded?: readonly NoInfer<Name>[] },
): Readonly<Record<Name, number>> {
  const limits: Record<Name, number> = { ...defaults };
  const names = Object.keys(defaults) as Name[];
  rejectUnknownOptions(owner, options, { known: names });
  for (const name of names) {
    const value: unknown = options[name];
    const mayBeAuto = name === 'concurrency';
    if (value === undefined || (mayBeAuto && value === 'auto')) continue;
    const max = name.endsWith('Ms') ? MAX_TIMEOUT_MS : Number.MAX_SAFE_INTEGER;
    const mayBeInfinite = unbounded.includes(name);
    const isInRange = Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max;
    if (!isInRange && !(mayBeInfinite && value === Number.POSITIVE_INFINITY)) {
      const range = `an integer from 1 to ${max}${mayBeInfinite ? ', or Infinity' : ''}${mayBeAuto ? ", or 'auto'" : ''}`;
      throw new RangeError(`${owner}.${name} must be ${range}, got ${describeValue(value)}`);
    }
    limits[name] = value as number;
  }
  return Object.freeze(limits);
}
