import type { ClientIndex } from './client-index.js';
import { RecordIndex } from './record-index.js';
import type { RecordKeys } from './record-keys.js';
import type { RedisJobs } from './redis-jobs.js';
import { type RedisClient, runScript } from './script-runner.js';

/** How many jobs are removed in one step, and how many records are looked at. */
const PIECE = 100;

/** Removes records that have expired. Their keys would expire too, but much later. */
export class RecordRemover {
  readonly #redis: RedisClient;
  readonly #index: RecordIndex;
  readonly #keys: RecordKeys;
  readonly #jobs: RedisJobs;
  readonly #clients: ClientIndex;

  constructor(
    redis: RedisClient,
    {
      keys,
      jobs,
      clients,
    }: { readonly keys: RecordKeys; readonly jobs: RedisJobs; readonly clients: ClientIndex },
  ) {
    this.#redis = redis;
    this.#index = new RecordIndex(redis);
    this.#keys = keys;
    this.#jobs = jobs;
    this.#clients = clients;
  }

  /** Returns how many were removed. */
  async sweep(): Promise<number> {
    let swept = 0;
    for (;;) {
      const refs = await this.#index.due(this.#keys.all, 0, PIECE);
      for (const ref of refs) if (await this.#look(ref)) swept += 1;
      if (refs.length < PIECE) return swept;
    }
  }

  /** Returns whether a record was removed. */
  async #look(ref: string): Promise<boolean> {
    const keys = [this.#keys.record(ref), this.#keys.leases(ref)];
    const reply = await runScript(this.#redis, 'sweepRecord', { keys, args: [] });
    const [state, first, jobs] = reply as [string, string, string];
    if (state === 'removed') await this.removeAll(ref, first, Number(jobs));
    else await this.#index.schedule(this.#keys.all, ref, state === 'later' ? ['XX', Number(first)] : []);
    return state === 'removed';
  }

  /** Removes what is kept of a record that is marked as removed. The record is last: if this fails, `sweep` goes on. */
  async removeAll(ref: string, client: string, jobs: number): Promise<void> {
    await this.#clients.remove(client, ref);
    for (let first = 0; first < jobs; first += PIECE) {
      const piece = Array.from({ length: Math.min(PIECE, jobs - first) }, (_, index) => first + index);
      const chunks = await this.#jobs.chunks(ref, piece);
      const keys = piece.flatMap((job, index) => [
        this.#keys.job(ref, job),
        this.#keys.payload(ref, job),
        ...(chunks[index] ?? []).map((chunk) => this.#keys.chunk(ref, job, chunk)),
      ]);
      await this.#unlink(keys);
    }
    await this.#unlink([
      this.#keys.leases(ref),
      this.#keys.done(ref),
      this.#keys.endedJobs(ref),
      this.#keys.events(ref),
    ]);
    await this.#unlink([this.#keys.record(ref)]);
    for (const index of [this.#keys.open, this.#keys.all]) await this.#index.schedule(index, ref);
  }

  async #unlink(keys: readonly string[]): Promise<void> {
    await runScript(this.#redis, 'unlink', { keys, args: [] });
  }
}
