import { type RedisClient, runScript } from './script-runner.js';

/** Sets of records of all clients, in each of which a record has a time at which it is to be looked at. */
export class RecordIndex {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  /** Returns the refs whose times are `ms` milliseconds ago, the oldest first; at most `limit`. */
  async due(key: string, ms: number, limit: number): Promise<readonly string[]> {
    return (await runScript(this.#redis, 'due', { keys: [key], args: [ms, limit] })) as string[];
  }

  /**
   * Adds a record if it is not there (`NX`), or moves it if it is there (`XX`), to a time in so many milliseconds. Without `how`, removes
   * it.
   */
  async schedule(
    key: string,
    ref: string,
    how: readonly ['NX' | 'XX', number] | readonly [] = [],
  ): Promise<void> {
    await runScript(this.#redis, 'schedule', { keys: [key], args: [ref, ...how] });
  }
}
