import type { ConnectionOptions, RedisOptions } from 'bullmq';

/** Milliseconds of the longest pause between two attempts to connect. */
const LONGEST_PAUSE_MS = 1_000;

/**
 * Returns the options of the connections of a queue: of its own, whose commands fail at once while there is no connection; and of
 * workers, whose commands wait for one.
 *
 * @throws {TypeError} if `connection` is neither a client of ioredis nor its options
 */
export function redisConnections(connection: ConnectionOptions): {
  readonly queue: RedisOptions;
  readonly worker: RedisOptions;
} {
  const { url, ...options } = optionsOf(connection);
  if (options.keyPrefix !== undefined && options.keyPrefix !== '') {
    throw new TypeError(
      'bullmqQueue.connection must not have a keyPrefix, which BullMQ does not support: use the option prefix',
    );
  }
  const own: RedisOptions = {
    ...options,
    ...(url === undefined ? {} : { url }),
    lazyConnect: false,
    retryStrategy: (times: number) => Math.min(50 * times, LONGEST_PAUSE_MS),
  };
  return {
    queue: { ...own, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
    worker: { ...own, enableOfflineQueue: true, maxRetriesPerRequest: null },
  };
}

function optionsOf(connection: ConnectionOptions): RedisOptions {
  if (typeof connection !== 'object' || (connection as unknown) === null)
    throw new TypeError(
      'bullmqQueue.connection must be a client of ioredis, such as new Redis(url), or its options',
    );
  const { duplicate, isCluster, options } = connection as {
    readonly duplicate?: unknown;
    readonly isCluster?: unknown;
    readonly options?: RedisOptions;
  };
  if (isCluster === true) throw new TypeError('bullmqQueue.connection must not be a Cluster');
  // A client: its connection is used by others, and its settings are not those that a queue needs.
  return typeof duplicate === 'function' && options !== undefined ? options : (connection as RedisOptions);
}
