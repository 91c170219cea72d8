/** A transaction that a library keeps open for as long as its callback runs. */
export interface HeldTransaction<Inner> {
  /** What the library passes to its callback. */
  readonly inner: Inner;
  /** Resolves the callback, so that the library commits. Settles as the library does. */
  commit(): Promise<void>;
  /** Rejects the callback, so that the library rolls back. Resolves when the library has ended the transaction. */
  rollback(): Promise<void>;
}

/**
 * Begins a transaction with a library that offers only `transaction(callback)`.
 *
 * Rejects if the transaction does not begin, and when `signal` is aborted; a transaction that begins later is rolled back.
 */
export function holdTransaction<Inner>(
  signal: AbortSignal,
  transact: (callback: (inner: Inner) => Promise<void>) => Promise<unknown>,
): Promise<HeldTransaction<Inner>> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    const ended = transact((inner) => {
      signal.removeEventListener('abort', abort);
      signal.throwIfAborted();
      return new Promise((commit, rollback) => {
        resolve({
          inner,
          async commit() {
            commit();
            await ended;
          },
          async rollback() {
            rollback(new Error('The atomicity group is rolled back'));
            await ended.catch(() => undefined);
          },
        });
      });
    });
    ended.catch((error: unknown) => {
      signal.removeEventListener('abort', abort);
      reject(error as Error);
    });
  });
}
