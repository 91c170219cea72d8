import type { Pool } from 'pg';

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
