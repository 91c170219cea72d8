import type {
  BatchRecord,
  BatchRecords,
  BegunJob,
  JobRequestToBegin,
  KeptJob,
  NewJob,
  NewRecord,
  UnitEvent,
} from '../batch-records.js';
import { ClientIndex } from './client-index.js';
import { RecordIndex } from './record-index.js';
import { RecordKeys } from './record-keys.js';
import { RecordRemover } from './record-remover.js';
import { toRecord } from './record-reply.js';
import { payloadText, RedisJobs } from './redis-jobs.js';
import { type RedisClient, runScript, type Script } from './script-runner.js';

/** For how long at least a record may exist besides `runMs` and `keepMs`. */
const SPARE_MS = 7_200_000;
/** How many records of a client are looked up at once. */
const PAGE = 100;
/** How many records `takeOverdue` looks at, at most. */
const MAX_DUE = 1000;

/** Keeps each record in a hash, and what belongs to it in further keys with the same hash tag. See `RECORD_SCRIPTS`. */
export class RedisRecords implements BatchRecords {
  readonly isDurable = true;
  readonly jobs: RedisJobs;
  readonly #redis: RedisClient;
  readonly #keys: RecordKeys;
  readonly remover: RecordRemover;
  readonly #clients: ClientIndex;
  readonly #index: RecordIndex;

  constructor(redis: RedisClient, prefix: string) {
    this.#redis = redis;
    this.#keys = new RecordKeys(prefix);
    this.jobs = new RedisJobs(redis, this.#keys);
    this.#clients = new ClientIndex(redis, this.#keys);
    this.#index = new RecordIndex(redis);
    this.remover = new RecordRemover(redis, { keys: this.#keys, jobs: this.jobs, clients: this.#clients });
  }

  async create(record: NewRecord): Promise<'created' | 'too-many'> {
    const { ref, client, about, keepMs, runMs, maxRecords } = record;
    const lifeMs = SPARE_MS + runMs + keepMs;
    const createdAt = await this.#clients.reserve(client, ref, { maxRecords, lifeMs });
    if (createdAt === undefined) return 'too-many';
    // Before the record: `sweep` finds whatever there is.
    await this.#index.schedule(this.#keys.all, ref, ['NX', Math.min(keepMs, SPARE_MS / 2)]);
    await this.#run('createRecord', ref, { args: [client, about, keepMs, runMs, createdAt] });
    return 'created';
  }

  async addJobs(
    ref: string,
    jobs: readonly NewJob[],
    maxBytes: number,
  ): Promise<'added' | 'gone' | 'too-large'> {
    const [client, count, bytes] = (await this.#run('measureRecord', ref)) as string[];
    if (client === undefined) return 'gone';
    const added = jobs.filter(({ job }) => job >= Number(count));
    const addedBytes = added.reduce((sum, { payload }) => sum + Buffer.byteLength(payload), 0);
    const charge = { bytes: Number(bytes) + addedBytes, maxBytes };
    if (!(await this.#clients.charge(client, ref, charge))) return 'too-large';
    const reply = await this.#run('addJobs', ref, {
      keys: added.map(({ job }) => this.#keys.payload(ref, job)),
      args: [added[0]?.job ?? 0, addedBytes, ...added.flatMap((job) => [job.units, payloadText(job)])],
    });
    return reply.length > 0 ? 'added' : 'gone';
  }

  async open(ref: string): Promise<boolean> {
    // Before the record: no job is lost if this process dies in between.
    await this.#index.schedule(this.#keys.open, ref, ['NX', 0]);
    const isOpen = (await this.#run('openRecord', ref)).length > 0;
    if (!isOpen) await this.#index.schedule(this.#keys.open, ref);
    return isOpen;
  }

  async find(ref: string): Promise<BatchRecord | undefined> {
    return toRecord(ref, await this.#run('findRecord', ref));
  }

  beginJob(request: JobRequestToBegin): Promise<BegunJob> {
    return this.jobs.begin(request);
  }

  findJob(ref: string, job: number): Promise<KeptJob | undefined> {
    return this.jobs.find(ref, job);
  }

  readEvents(ref: string, after: number, limit: number): Promise<readonly UnitEvent[]> {
    return this.jobs.readEvents(ref, after, limit);
  }

  async stop(ref: string, how: 'drain' | 'abort'): Promise<BatchRecord | undefined> {
    return toRecord(ref, await this.#run('stopRecord', ref, { args: [how] }));
  }

  async remove(ref: string): Promise<boolean> {
    const [client, jobs] = (await this.#run('removeRecord', ref)) as string[];
    if (client === undefined) return false;
    await this.remover.removeAll(ref, client, Number(jobs));
    return true;
  }

  async list(client: string, limit: number, before?: number): Promise<readonly BatchRecord[]> {
    const records: BatchRecord[] = [];
    for (let earlier = before; records.length < limit; ) {
      const listed = await this.#clients.list(client, PAGE, earlier);
      const found = await Promise.all(listed.map(({ ref }) => this.find(ref)));
      records.push(...found.flatMap((record) => (record?.openedAt === undefined ? [] : [record])));
      if (listed.length < PAGE) break;
      earlier = listed.at(-1)?.createdAt;
    }
    return records.slice(0, limit);
  }

  async takeOverdue(
    idleMs: number,
    limit: number,
  ): Promise<readonly { readonly ref: string; readonly job: number }[]> {
    const overdue: { ref: string; job: number }[] = [];
    for (const ref of await this.#index.due(this.#keys.open, idleMs, MAX_DUE)) {
      if (overdue.length >= limit) break;
      const [since, ...jobs] = (await this.#run('overdueJobs', ref, {
        keys: [this.#keys.endedJobs(ref)],
        args: [idleMs, limit - overdue.length],
      })) as number[];
      overdue.push(...jobs.map((job) => ({ ref, job })));
      await this.#index.schedule(this.#keys.open, ref, since === undefined ? [] : ['XX', since]);
    }
    return overdue;
  }

  #run(
    script: Script,
    ref: string,
    {
      keys = [],
      args = [],
    }: { readonly keys?: readonly string[]; readonly args?: readonly (string | number)[] } = {},
  ): Promise<unknown[]> {
    return runScript(this.#redis, script, {
      keys: [this.#keys.record(ref), this.#keys.leases(ref), ...keys],
      args,
    });
  }
}
