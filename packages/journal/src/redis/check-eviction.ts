import type { RedisClient } from './script-runner.js';

/**
 * Throws if a server may remove keys to free memory: what it forgets would run again.
 *
 * @throws {Error} that says what to do
 */
export async function checkEviction(redis: RedisClient): Promise<void> {
  // A cluster knows its servers once one has answered.
  const info = await redis.info('memory');
  const servers = redis.nodes?.('master') ?? [];
  const infos = await Promise.all(servers.map((server) => server.info('memory')));
  for (const memory of [info, ...infos]) {
    // Hosted servers refuse CONFIG GET.
    const policy = /^maxmemory_policy:(.*?)\r?$/m.exec(memory)?.[1];
    if (policy === 'noeviction') continue;
    throw new Error(
      `Redis must not remove entries to free memory: set its maxmemory-policy to noeviction, ` +
        `or use another server for the journal. INFO memory says ${policy ?? 'nothing about maxmemory_policy'}`,
    );
  }
}
