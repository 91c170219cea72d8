import type { BatchStore, BeginRequest, BegunEntry, EntryWrite, StoredUnit } from '../batch-store.js';
import { isJobRef } from '../job-ref.js';
import { checkEviction } from './check-eviction.js';
import { RedisRecords } from './redis-records.js';
import { type RedisClient, runScript } from './script-runner.js';

/** How many units one hash has. A hash for all would block the server when it is removed. */
const CHUNK_UNITS = 1000;

/** Keeps each entry in a hash, and its outcomes in further hashes. See `ENTRY_SCRIPTS` for what is in them. */
export class RedisStore implements BatchStore {
  readonly records: RedisRecords;
  readonly #redis: RedisClient;
  readonly #prefix: string;

  constructor(redis: RedisClient, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.records = new RedisRecords(redis, prefix);
  }

  check(): Promise<void> {
    return checkEviction(this.#redis);
  }

  async begin({ ref, owner, fingerprint, about, leaseMs, keepMs }: BeginRequest): Promise<BegunEntry> {
    const keys = [this.#entryKey(ref)];
    const reply = await this.#change(ref, 'begin', {
      keys,
      args: [owner, fingerprint, about, leaseMs, keepMs],
    });
    const [state, first, second] = reply as [BegunEntry['state'], string, string];
    switch (state) {
      case 'begun':
      case 'mismatch':
        return { state };
      case 'running':
        return { state, leaseLeftMs: Number(first) };
      case 'resumed':
        return { state, about: first, inFlight: second };
      case 'finished':
        return { state, about: first, total: Number(second) };
    }
  }

  async write(ref: string, write: EntryWrite): Promise<boolean> {
    if (isJobRef(ref)) return this.records.jobs.write(ref, write);
    const { owner, sequence, leaseMs, keepMs, inFlight, total, outcomes } = write;
    const chunks = [...new Set(outcomes.map(({ unit }) => chunkOf(unit)))];
    // In Lua the first index is 1, and the first key is that of the entry.
    const keyIndexes = new Map(chunks.map((chunk, index) => [chunk, index + 2]));
    const fields = outcomes.flatMap(({ unit, outcome }) => [
      keyIndexes.get(chunkOf(unit)) ?? 0,
      unit % CHUNK_UNITS,
      outcome,
    ]);
    const [verdict] = await this.#change(ref, 'write', {
      keys: [this.#entryKey(ref), ...chunks.map((chunk) => this.#chunkKey(ref, chunk))],
      args: [owner, sequence, leaseMs, keepMs, inFlight, total ?? '', ...chunks, ...fields],
    });
    return verdict === 'kept';
  }

  async read(ref: string, from: number, to: number): Promise<readonly StoredUnit[]> {
    if (isJobRef(ref)) return this.records.jobs.read(ref, from, to);
    const units: StoredUnit[] = [];
    if (from >= to) return units;
    for (const chunk of await this.#chunksBetween(ref, chunkOf(from), chunkOf(to - 1))) {
      const first = chunk * CHUNK_UNITS;
      const start = Math.max(from, first);
      const end = Math.min(to, first + CHUNK_UNITS);
      const outcomes = await runScript(this.#redis, 'read', {
        keys: [this.#entryKey(ref), this.#chunkKey(ref, chunk)],
        args: [chunk, start - first, end - 1 - first],
      });
      (outcomes as (string | null)[]).forEach((outcome, index) => {
        if (outcome !== null) units.push({ unit: start + index, outcome });
      });
    }
    return units;
  }

  /** Redis removes entries that have expired on its own. */
  sweep(): Promise<number> {
    return this.records.remover.sweep();
  }

  /** Runs a script that may find that the chunks have to live longer first. */
  async #change(
    ref: string,
    script: 'begin' | 'write',
    call: { readonly keys: readonly string[]; readonly args: readonly (string | number)[] },
  ): Promise<unknown[]> {
    for (;;) {
      const reply = await runScript(this.#redis, script, call);
      if (reply[0] !== 'extend') return reply;
      const [, until, ...chunks] = reply as [string, number, ...string[]];
      const keys = [this.#entryKey(ref), ...chunks.map((chunk) => this.#chunkKey(ref, Number(chunk)))];
      await runScript(this.#redis, 'extend', { keys, args: [until] });
    }
  }

  /** Returns the chunks of a range, in order; of a longer range only those that exist. */
  async #chunksBetween(ref: string, first: number, last: number): Promise<readonly number[]> {
    if (first === last) return [first];
    const chunks = await runScript(this.#redis, 'chunks', {
      keys: [this.#entryKey(ref)],
      args: [first, last],
    });
    return (chunks as number[]).sort((a, b) => a - b);
  }

  /** In braces is the hash tag: all keys of an entry are on the same server of a cluster. */
  #entryKey(ref: string): string {
    return `${this.#prefix}{${ref}}`;
  }

  #chunkKey(ref: string, chunk: number): string {
    return `${this.#entryKey(ref)}:${chunk}`;
  }
}

function chunkOf(unit: number): number {
  return Math.floor(unit / CHUNK_UNITS);
}
