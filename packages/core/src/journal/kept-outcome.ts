import type { Outcome } from '../operation/outcome.js';
import { checkOutcome, type StoredOutcome, storeOutcome } from './stored-outcome.js';
import { StoredValueChecker } from './stored-value-checker.js';
import { checkVersion, STORED_VERSION } from './stored-version.js';

/** The outcome of one unit as a journal keeps it. */
export interface KeptOutcome {
  readonly version: typeof STORED_VERSION;
  readonly outcome: StoredOutcome;
  /** A digest of the item, if items are compared one by one. */
  readonly digest?: string | undefined;
}

/** Returns an outcome as the text that a journal keeps. `sentUrl` is the URL of its operation before references were resolved. */
export function writeKept(outcome: Outcome, sentUrl: string, digest?: string): string {
  const kept: KeptOutcome = { version: STORED_VERSION, outcome: storeOutcome(outcome, sentUrl), digest };
  return JSON.stringify(kept);
}

/**
 * Returns what {@link writeKept} has written; `restoreOutcome` returns the outcome.
 *
 * @throws {UnknownVersionError} if another version of this library has written it.
 * @throws {TypeError} if something of it is missing or damaged.
 */
export function readKept(text: string): KeptOutcome {
  const kept = checkVersion<KeptOutcome>('outcome', parse(text));
  checkOutcome(new StoredValueChecker('outcome', kept.outcome));
  return kept;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TypeError('The stored value is damaged: it is not JSON', { cause });
  }
}
