import type { Pool, PoolClient } from 'pg';

/** The part of a pool of pg that transactions need. */
export type ClientPool = Pick<Pool, 'connect' | 'on' | 'listeners'>;

const ignore = (): void => undefined;

/**
 * Keeps the process alive when connections of a pool are lost. Without a listener, the event `error` would end it. The next
 * statement on the connection rejects, or the pool has already replaced it.
 */
export function surviveLostClients(pool: ClientPool): void {
  if (pool.listeners('error').includes(ignore)) return;
  pool.on('error', ignore);
  // At every acquisition, because the pool may have connections from before.
  pool.on('acquire', (client) => {
    if (!client.listeners('error').includes(ignore)) client.on('error', ignore);
  });
}

/**
 * Resolves to a connection of the pool. Rejects when `signal` is aborted; a connection that comes later is given back at once,
 * because a pool cannot cancel a wait.
 */
export async function lendClient(pool: ClientPool, signal: AbortSignal): Promise<PoolClient> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort);
    pool.connect().then(
      (client) => {
        signal.removeEventListener('abort', abort);
        if (signal.aborted) client.release();
        else resolve(client);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', abort);
        reject(error as Error);
      },
    );
  });
}
