import { resolveInteger } from '../check-options.js';

const DEFAULT_UNREACHABLE_MS = 300_000;

/**
 * Returns how long a monitor may be out of reach, in milliseconds.
 *
 * @throws {RangeError} if the option is not an integer of at least 0.
 */
export function resolveUnreachable(owner: string, value: number | undefined): number {
  return resolveInteger(`${owner}.maxUnreachableMs`, value, { min: 0, defaultValue: DEFAULT_UNREACHABLE_MS });
}
