/** Checks whether a value can be a member of a `Timing`: a finite number of milliseconds, 0 or more. */
export function isMilliseconds(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;
}
