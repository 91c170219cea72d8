import type { RecordKeys } from './record-keys.js';
import { type RedisClient, runScript } from './script-runner.js';

/**
 * The records of each client. They are on other servers of a cluster than the records, so that they may be wrong about what has ended:
 * only what seems too much is looked at.
 */
export class ClientIndex {
  readonly #redis: RedisClient;
  readonly #keys: RecordKeys;

  constructor(redis: RedisClient, keys: RecordKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** Adds a record. Returns a time for it that no other record of the client has; `undefined` if the client has too many. */
  async reserve(
    client: string,
    ref: string,
    { maxRecords, lifeMs }: { readonly maxRecords: number; readonly lifeMs: number },
  ): Promise<number | undefined> {
    const keys = [this.#keys.list(client), this.#keys.active(client)];
    const reserve = async (): Promise<number | readonly string[]> => {
      const reply = await runScript(this.#redis, 'reserve', { keys, args: [ref, maxRecords, lifeMs] });
      return typeof reply[0] === 'number' ? reply[0] : (reply as string[]);
    };
    let reserved = await reserve();
    if (typeof reserved !== 'number' && (await this.#releaseEnded(client, reserved)))
      reserved = await reserve();
    return typeof reserved === 'number' ? reserved : undefined;
  }

  /** Sets the bytes of a record. Returns false, and sets nothing, if the client would have more than `maxBytes`. */
  async charge(
    client: string,
    ref: string,
    { bytes, maxBytes }: { readonly bytes: number; readonly maxBytes: number },
  ): Promise<boolean> {
    const keys = [this.#keys.active(client)];
    const charge = async (): Promise<readonly string[] | undefined> => {
      const refs = (await runScript(this.#redis, 'charge', {
        keys,
        args: [ref, bytes, maxBytes],
      })) as string[];
      return refs.length === 0 && bytes <= maxBytes ? undefined : refs;
    };
    const others = await charge();
    if (others === undefined) return true;
    return (await this.#releaseEnded(client, others)) && (await charge()) === undefined;
  }

  /** Removes a record that has been removed. */
  async remove(client: string, ref: string): Promise<void> {
    await this.#release(client, 'ended', [ref]);
    await runScript(this.#redis, 'schedule', { keys: [this.#keys.list(client)], args: [ref] });
  }

  /** Returns the refs of the records of a client that were created before a time, newest first, with their times. */
  async list(
    client: string,
    limit: number,
    before: number | undefined,
  ): Promise<readonly { readonly ref: string; readonly createdAt: number }[]> {
    const keys = [this.#keys.list(client)];
    const reply = await runScript(this.#redis, 'listed', { keys, args: [before ?? '+inf', limit] });
    const texts = reply as string[];
    return Array.from({ length: texts.length / 2 }, (_, index) => ({
      ref: texts[index * 2] ?? '',
      createdAt: Number(texts[index * 2 + 1]),
    }));
  }

  /** Returns whether there was one. */
  async #releaseEnded(client: string, refs: readonly string[]): Promise<boolean> {
    const states = await Promise.all(refs.map((ref) => this.#stateOf(ref)));
    for (const state of ['ended', 'missing'] as const) {
      const found = refs.filter((_, index) => states[index] === state);
      if (found.length > 0) await this.#release(client, state, found);
    }
    return states.some((state) => state !== 'active');
  }

  async #stateOf(ref: string): Promise<unknown> {
    const keys = [this.#keys.record(ref), this.#keys.leases(ref)];
    return (await runScript(this.#redis, 'recordState', { keys, args: [] }))[0];
  }

  async #release(client: string, state: 'ended' | 'missing', refs: readonly string[]): Promise<void> {
    const keys = [this.#keys.list(client), this.#keys.active(client)];
    await runScript(this.#redis, 'release', { keys, args: [state, ...refs] });
  }
}
