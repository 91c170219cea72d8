/**
 * Holds a hook to giving no promise: what it is to prepare would not be ready in time.
 *
 * @throws {TypeError} if `result` is a promise; what that rejects with is dropped.
 */
export function assertSynchronous(option: string, result: unknown): void {
  if (!(result instanceof Promise)) return;
  result.catch(() => undefined);
  throw new TypeError(
    `batch.${option} must not be asynchronous; await in a middleware in front of the batch`,
  );
}
