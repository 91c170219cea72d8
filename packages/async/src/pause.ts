import type { ClientSignal } from '@multistatus/core/adapter';

/** Resolves after `ms` milliseconds, or when `signal` aborts. */
export function pause(ms: number, signal?: ClientSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
