import type { ConnectionOptions, RedisOptions } from 'bullmq';

/** Milliseconds of the longest pause between two attempts to connect. */
const LONGEST_PAUSE_MS = 1_000;

/** How a connection is used. */
export interface ConnectionUse {
  /** True if commands wait for a connection; otherwise they fail while there is none. */
  readonly isPatient: boolean;
  /** Once it returns true, the connection is not established again, and what waits for it fails. */
  readonly isEnding: () => boolean;
}

/**
 * Returns a function that returns the options of a connection.
 *
 * @throws {TypeError} if `connection` is neither a client of ioredis nor its options
 */
export function redisConnections(connection: ConnectionOptions): (use: ConnectionUse) => RedisOptions {
  const options = optionsOf(connection);
  if (options.keyPrefix !== undefined && options.keyPrefix !== '') {
    throw new TypeError(
      'bullmqQueue.connection must not have a keyPrefix, which BullMQ does not support: use the option prefix',
    );
  }
  return ({ isPatient, isEnding }) => ({
    ...options,
    lazyConnect: false,
    enableOfflineQueue: isPatient,
    maxRetriesPerRequest: isPatient ? null : 1,
    retryStrategy: (times) => (isEnding() ? null : Math.min(50 * times, LONGEST_PAUSE_MS)),
  });
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
