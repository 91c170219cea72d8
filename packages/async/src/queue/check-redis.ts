/**
 * Checks that a server may not remove jobs to free memory.
 *
 * @throws {Error} that says what to do
 */
export async function checkRedis(redis: { info(section: string): Promise<string> }): Promise<void> {
  // Hosted servers refuse CONFIG GET.
  const policy = /^maxmemory_policy:(.*?)\r?$/m.exec(await redis.info('memory'))?.[1];
  if (policy === 'noeviction') return;
  throw new Error(
    `Redis must not remove jobs to free memory: set its maxmemory-policy to noeviction, or use another server for the queue. ` +
      `INFO memory says ${policy ?? 'nothing about maxmemory_policy'}`,
  );
}
