import { isMilliseconds } from '../is-milliseconds.js';
import type { Timing } from '../multistatus.js';
import { rejectUnknownKeys } from './reject-unknown-keys.js';
import { quoteValue } from './rule-violation.js';

/**
 * Returns a copy of a timing. Returns `undefined` unchanged.
 *
 * @throws {TypeError} for an unknown member, or one that is not a finite number of milliseconds, 0 or more.
 */
export function cleanTiming(timing: Timing | undefined): Timing | undefined {
  if (timing === undefined) return undefined;
  rejectUnknownKeys('timing', timing, ['startMs', 'durationMs']);
  const { startMs, durationMs } = timing;
  return { startMs: checkTime('startMs', startMs), durationMs: checkTime('durationMs', durationMs) };
}

function checkTime(name: keyof Timing, value: unknown): number {
  if (isMilliseconds(value)) return value;
  throw new TypeError(`timing.${name} must be a number of milliseconds >= 0, got ${quoteValue(value)}`);
}
