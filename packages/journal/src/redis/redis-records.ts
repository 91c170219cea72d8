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
import { RecordKeys } from './record-keys.js';
import { payloadText, RedisJobs } from './redis-jobs.js';
import { type RedisClient, runScript, type Script } from './script-runner.js';

/** For how long at least a record may exist besides `runMs` and `keepMs`. */
const SPARE_MS = 7_200_000;
/** How many jobs are removed in one step, and how many records are looked at. */
const PIECE = 100;

/** Keeps each record in a hash, and what belongs to it in further keys with the same hash tag. See `RECORD_SCRIPTS`. */
export class RedisRecords implements BatchRecords {
  readonly isDurable = true;
  readonly jobs: RedisJobs;
  readonly #redis: RedisClient;
  readonly #keys: RecordKeys;
  readonly #clients: ClientIndex;

  constructor(redis: RedisClient, prefix: string) {
    this.#redis = redis;
    this.#keys = new RecordKeys(prefix);
    this.jobs = new RedisJobs(redis, this.#keys);
    this.#clients = new ClientIndex(redis, this.#keys);
  }

  async create(record: NewRecord): Promise<'created' | 'too-many'> {
    const { ref, client, about, keepMs, runMs, maxRecords } = record;
    const lifeMs = SPARE_MS + runMs + keepMs;
    const createdAt = await this.#clients.reserve(client, ref, { maxRecords, lifeMs });
    if (createdAt === undefined) return 'too-many';
    // Before the record: `sweep` finds whatever there is.
    await this.#schedule(this.#keys.all, ref, ['NX', Math.min(keepMs, SPARE_MS / 2)]);
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
    await this.#schedule(this.#keys.open, ref, ['NX', 0]);
    const isOpen = (await this.#run('openRecord', ref)).length > 0;
    if (!isOpen) await this.#schedule(this.#keys.open, ref);
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
    await this.#removeAll(ref, client, Number(jobs));
    return true;
  }

  async list(client: string, limit: number, before?: number): Promise<readonly BatchRecord[]> {
    const records: BatchRecord[] = [];
    for (let earlier = before; records.length < limit; ) {
      const listed = await this.#clients.list(client, PIECE, earlier);
      const found = await Promise.all(listed.map(({ ref }) => this.find(ref)));
      records.push(...found.flatMap((record) => (record?.openedAt === undefined ? [] : [record])));
      if (listed.length < PIECE) break;
      earlier = listed.at(-1)?.createdAt;
    }
    return records.slice(0, limit);
  }

  async takeOverdue(
    idleMs: number,
    limit: number,
  ): Promise<readonly { readonly ref: string; readonly job: number }[]> {
    const overdue: { ref: string; job: number }[] = [];
    for (const ref of await this.#due(this.#keys.open, idleMs)) {
      if (overdue.length >= limit) break;
      const [since, ...jobs] = (await this.#run('overdueJobs', ref, {
        keys: [this.#keys.endedJobs(ref)],
        args: [idleMs, limit - overdue.length],
      })) as number[];
      overdue.push(...jobs.map((job) => ({ ref, job })));
      await this.#schedule(this.#keys.open, ref, since === undefined ? [] : ['XX', since]);
    }
    return overdue;
  }

  /** Removes records that have expired. Returns how many. Their keys would expire too, but much later. */
  async sweep(): Promise<number> {
    let swept = 0;
    for (;;) {
      const refs = await this.#due(this.#keys.all, 0);
      for (const ref of refs) {
        const reply = await this.#run('sweepRecord', ref);
        const [state, first, jobs] = reply as [string, string, string];
        if (state === 'later') await this.#schedule(this.#keys.all, ref, ['XX', Number(first)]);
        else if (state === 'removed') await this.#removeAll(ref, first, Number(jobs));
        else await this.#schedule(this.#keys.all, ref);
        if (state === 'removed') swept += 1;
      }
      if (refs.length < PIECE) return swept;
    }
  }

  /** Removes what is kept of a record that is marked as removed. The record is last: if this fails, `sweep` goes on. */
  async #removeAll(ref: string, client: string, jobs: number): Promise<void> {
    await this.#clients.remove(client, ref);
    for (let first = 0; first < jobs; first += PIECE) {
      const piece = Array.from({ length: Math.min(PIECE, jobs - first) }, (_, index) => first + index);
      const chunks = await this.jobs.chunks(ref, piece);
      const keys = piece.flatMap((job, index) => [
        this.#keys.job(ref, job),
        this.#keys.payload(ref, job),
        ...(chunks[index] ?? []).map((chunk) => this.#keys.chunk(ref, job, chunk)),
      ]);
      await runScript(this.#redis, 'unlink', { keys, args: [] });
    }
    const keys = [
      this.#keys.leases(ref),
      this.#keys.done(ref),
      this.#keys.endedJobs(ref),
      this.#keys.events(ref),
    ];
    await runScript(this.#redis, 'unlink', { keys: [...keys, this.#keys.record(ref)], args: [] });
    await this.#schedule(this.#keys.open, ref);
    await this.#schedule(this.#keys.all, ref);
  }

  async #due(index: string, ms: number): Promise<readonly string[]> {
    return (await runScript(this.#redis, 'due', { keys: [index], args: [ms, PIECE] })) as string[];
  }

  /** See the script `schedule`. */
  async #schedule(index: string, ref: string, how: readonly (string | number)[] = []): Promise<void> {
    await runScript(this.#redis, 'schedule', { keys: [index], args: [ref, ...how] });
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

/** Returns the record of a reply of `findRecord`. */
function toRecord(ref: string, reply: unknown[]): BatchRecord | undefined {
  if (reply.length === 0) return undefined;
  const [client, about, createdAt, openedAt, startedAt, stopped, endedAt, keepMs, ...counts] = reply as (
    | string
    | null
  )[];
  const [jobs = 0, units = 0, done = 0, succeeded = 0, failed = 0, endedJobs = 0, runningJobs = 0, now = 0] =
    counts.map(Number);
  return {
    ref,
    client: client ?? '',
    about: about ?? '',
    createdAt: Number(createdAt),
    openedAt: numberOf(openedAt),
    startedAt: numberOf(startedAt),
    stopped: (stopped ?? undefined) as BatchRecord['stopped'],
    endedAt: numberOf(endedAt),
    expiresAt: endedAt === null ? undefined : Number(endedAt) + Number(keepMs),
    now,
    jobs,
    units,
    done,
    succeeded,
    failed,
    runningJobs,
    endedJobs,
  };
}

function numberOf(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Number(text);
}
