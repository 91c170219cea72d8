/**
 * Returns the URL of the Redis server that all processes share.
 *
 * @throws {Error} if `REDIS_URL` is not set
 */
export function redisUrl(): string {
  const url = process.env['REDIS_URL'];
  if (url === undefined) throw new Error('Set REDIS_URL, for example to redis://127.0.0.1:6379');
  return url;
}
