/**
 * Checks that an option which must be synchronous returned no promise: its result would come too late. `option` is its full
 * name, such as `batch.prepare`.
 *
 * @throws {TypeError} if `result` is a promise; a rejection of that promise is ignored.
 */
export function assertSynchronous(option: string, result: unknown): void {
  if (!(result instanceof Promise)) return;
  result.catch(() => undefined);
  throw new TypeError(
    `${option} must not be asynchronous; await earlier, for example in a middleware before the batch`,
  );
}
