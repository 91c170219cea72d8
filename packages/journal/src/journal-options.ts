import { rejectUnknownOptions } from '@multistatus/core/adapter';
import type { BatchStore } from './batch-store.js';
import type { JournalSettings } from './journal-settings.js';

/** The options of a journal. `Outer` is the request object of the framework: `req` of Express, `ctx` of Koa. */
export interface JournalOptions<Outer> {
  /** Where entries are kept, such as `postgresStore(pool)` of `@multistatus/journal/postgres`. */
  readonly store: BatchStore;
  /**
   * Returns who has sent a request, such as the id of the user: only the same client gets the outcomes of a key. Mount the
   * authentication before the endpoint. A request with a key for which it returns `undefined` or `''` is answered 403; if it
   * has not settled after `batchTimeoutMs`, 503.
   *
   * `'anyone-with-the-url'` lets everyone who knows a key read its outcomes.
   */
  readonly identify:
    | ((request: Outer) => string | undefined | Promise<string | undefined>)
    | 'anyone-with-the-url';
  /** Milliseconds for which outcomes are kept after a request has ended. Document it for clients. @defaultValue 86_400_000 (24 hours) */
  readonly retentionMs?: number | undefined;
  /**
   * Milliseconds after which another process may go on with the request of a process that has stopped. It must be longer than
   * the event loop is ever blocked.
   *
   * @defaultValue 10_000
   */
  readonly leaseMs?: number | undefined;
  /** Bytes of the largest body that is kept with its outcome. A replay says of larger ones that they are not stored. @defaultValue 65_536 (64 KiB) */
  readonly maxStoredBodyBytes?: number | undefined;
  /** Keeps the bodies of answers. With `false`, a replay has only statuses and headers. @defaultValue true */
  readonly storeBodies?: boolean | undefined;
  /**
   * Milliseconds after which a call of the store counts as failed. If it exceeds half of `leaseMs`, that half is used, so that there
   * is time for another call.
   *
   * @defaultValue 5_000
   */
  readonly storeTimeoutMs?: number | undefined;
  /** Milliseconds between removals of expired entries. @defaultValue 60_000 */
  readonly sweepIntervalMs?: number | undefined;
  /** Called with errors from the removal of expired entries. Others are passed to `onError` of the endpoint. @defaultValue console.error */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** The options of a journal, checked and with the defaults applied. */
export interface ResolvedJournalOptions<Outer> extends JournalSettings {
  readonly store: BatchStore;
  readonly identify: (request: Outer) => string | undefined | Promise<string | undefined>;
  /** False for `'anyone-with-the-url'`. */
  readonly knowsClients: boolean;
  readonly maxStoredBodyBytes: number;
  readonly sweepIntervalMs: number;
  readonly onError: (error: unknown) => void;
}

const MAX_TIMEOUT_MS = 2_147_483_647;
const NUMBERS = {
  retentionMs: { value: 86_400_000, min: 1_000, max: 31_536_000_000 },
  leaseMs: { value: 10_000, min: 100, max: 3_600_000 },
  maxStoredBodyBytes: { value: 65_536, min: 0, max: 16_777_216 },
  storeTimeoutMs: { value: 5_000, min: 10, max: 60_000 },
  sweepIntervalMs: { value: 60_000, min: 1_000, max: MAX_TIMEOUT_MS },
} as const;
const METHODS = ['check', 'begin', 'write', 'read', 'sweep'] as const;
const NAMES: readonly string[] = ['store', 'identify', 'storeBodies', 'onError', ...Object.keys(NUMBERS)];

/**
 * Checks the options of a journal and applies the defaults.
 *
 * @throws {TypeError} for an option that is unknown, missing or of the wrong kind.
 * @throws {RangeError} for a number out of its range.
 */
export function resolveJournalOptions<Outer>(options: JournalOptions<Outer>): ResolvedJournalOptions<Outer> {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(
      'createJournal needs an object with store and identify, such as { store: postgresStore(pool), identify: (req) => req.user?.id }',
    );
  rejectUnknownOptions('createJournal', options, { known: NAMES });
  const { store, identify, storeBodies = true, onError = report } = options;
  for (const name of METHODS) {
    if (typeof (store as BatchStore | null | undefined)?.[name] !== 'function')
      throw new TypeError(
        `createJournal.store must be a store, such as postgresStore(pool): it has no method ${name}`,
      );
  }
  if (typeof identify !== 'function' && identify !== 'anyone-with-the-url') {
    throw new TypeError(
      "createJournal.identify must be a function that returns who has sent a request; to let everyone who knows a key read its outcomes, write 'anyone-with-the-url'",
    );
  }
  if (typeof storeBodies !== 'boolean')
    throw new TypeError('createJournal.storeBodies must be true or false');
  if (typeof onError !== 'function') throw new TypeError('createJournal.onError must be a function');
  const numbers = Object.fromEntries(
    Object.keys(NUMBERS).map((name) => [
      name,
      numberOf(name as keyof typeof NUMBERS, options[name as keyof typeof NUMBERS]),
    ]),
  ) as Record<keyof typeof NUMBERS, number>;
  return {
    ...numbers,
    store,
    identify: typeof identify === 'function' ? identify : () => 'anyone',
    knowsClients: typeof identify === 'function',
    storeTimeoutMs: Math.min(numbers.storeTimeoutMs, numbers.leaseMs / 2),
    maxStoredBodyBytes: storeBodies ? numbers.maxStoredBodyBytes : 0,
    onError,
  };
}

function numberOf(name: keyof typeof NUMBERS, value: number | undefined): number {
  const { value: byDefault, min, max } = NUMBERS[name];
  if (value === undefined) return byDefault;
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`createJournal.${name} must be an integer from ${min} to ${max}, got ${value}`);
}

/** Prints an error that belongs to no request. */
function report(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: the error would be lost otherwise
  console.error(error);
}
