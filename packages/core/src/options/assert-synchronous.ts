/**
 * Holds a hook, named in full as in `batch.prepare`, to giving no promise: what it gives or prepares would not be there in time.
 *
 * @throws {TypeError} if `result` is a promise; what that rejects with is dropped.
 */
export function assertSynchronous(option: string, result: unknown): void {
  if (!(result instanceof Promise)) return;
  result.catch(() => undefined);
  throw new TypeError(
    `${option} must not be asynchronous; await before, such as in a middleware in front of the batch`,
  );
}
