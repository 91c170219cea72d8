/**
 * Resolves to what `request` resolves to. Rejects when `signal` is aborted; what arrives later is passed to `giveBack`, because
 * a pool cannot cancel a wait.
 */
export function acquire<Resource>(
  signal: AbortSignal,
  request: () => PromiseLike<Resource>,
  giveBack: (late: Resource) => void,
): Promise<Resource> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    request().then(
      (resource) => {
        signal.removeEventListener('abort', abort);
        if (signal.aborted) giveBack(resource);
        else resolve(resource);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', abort);
        reject(error as Error);
      },
    );
  });
}
