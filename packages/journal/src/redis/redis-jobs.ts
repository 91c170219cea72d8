import type { BegunJob, JobRequestToBegin, KeptJob, UnitEvent } from '../batch-records.js';
import type { EntryWrite, StoredUnit } from '../batch-store.js';
import { splitJobRef } from '../job-ref.js';
import { chunkOf, type RecordKeys } from './record-keys.js';
import { type RedisClient, runScript } from './script-runner.js';

/** The entries of jobs, and the events of their records. See `JOB_SCRIPTS` for what is kept. */
export class RedisJobs {
  readonly #redis: RedisClient;
  readonly #keys: RecordKeys;

  constructor(redis: RedisClient, keys: RecordKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  async begin({ ref, job, owner, leaseMs }: JobRequestToBegin): Promise<BegunJob> {
    const keys = [...this.#recordKeys(ref), this.#keys.job(ref, job), this.#keys.payload(ref, job)];
    const reply = await runScript(this.#redis, 'beginJob', { keys, args: [job, owner, leaseMs] });
    const [state, first, inFlight, kept] = reply as [BegunJob['state'], number, string, string];
    if (state === 'running') return { state, leaseLeftMs: first };
    if (state === 'begun') return { state, attempt: first, inFlight, payload: payloadOf(kept).payload };
    return { state };
  }

  async find(ref: string, job: number): Promise<KeptJob | undefined> {
    const keys = [...this.#recordKeys(ref), this.#keys.job(ref, job), this.#keys.payload(ref, job)];
    const [kept, inFlight] = (await runScript(this.#redis, 'findJob', { keys, args: [] })) as string[];
    return kept === undefined ? undefined : { ...payloadOf(kept), inFlight: inFlight ?? '' };
  }

  async readEvents(ref: string, after: number, limit: number): Promise<readonly UnitEvent[]> {
    if (limit < 1) return [];
    const keys = [...this.#recordKeys(ref), this.#keys.events(ref)];
    const events = await runScript(this.#redis, 'readEvents', { keys, args: [after, after + limit - 1] });
    return (events as string[]).map((text, index) => ({ number: after + index + 1, ...eventOf(text) }));
  }

  /** What `write` of the store does for the entry of a job. */
  async write(entryRef: string, write: EntryWrite): Promise<boolean> {
    const { record: ref, job } = splitJobRef(entryRef);
    const { owner, sequence, leaseMs, inFlight, outcomes } = write;
    const chunks = [...new Set(outcomes.map(({ unit }) => chunkOf(unit)))];
    const keys = [
      ...this.#recordKeys(ref),
      this.#keys.job(ref, job),
      this.#keys.payload(ref, job),
      this.#keys.done(ref),
      this.#keys.endedJobs(ref),
      this.#keys.events(ref),
    ];
    // In Lua the first index is 1.
    const keyIndexes = new Map(chunks.map((chunk, index) => [chunk, keys.length + index + 1]));
    const fields = outcomes.flatMap((unit) => [
      keyIndexes.get(chunkOf(unit.unit)) ?? 0,
      unit.unit,
      unit.outcome,
      unit.result ?? 'other',
      eventText(unit),
    ]);
    const [verdict] = await runScript(this.#redis, 'writeJob', {
      keys: [...keys, ...chunks.map((chunk) => this.#keys.chunk(ref, job, chunk))],
      args: [job, owner, sequence, leaseMs, inFlight, ...chunks, ...fields],
    });
    return verdict === 'kept';
  }

  /** What `read` of the store does for the entry of a job. */
  async read(entryRef: string, from: number, to: number): Promise<readonly StoredUnit[]> {
    const { record: ref, job } = splitJobRef(entryRef);
    if (from >= to) return [];
    const [all = []] = await this.chunks(ref, [job]);
    const chunks = all.filter((chunk) => chunk >= chunkOf(from) && chunk <= chunkOf(to - 1));
    const units: StoredUnit[] = [];
    for (const chunk of chunks.sort((a, b) => a - b)) {
      const keys = [...this.#recordKeys(ref), this.#keys.chunk(ref, job, chunk)];
      const read = unitsOf((await runScript(this.#redis, 'readChunk', { keys, args: [] })) as string[]);
      units.push(...read.filter(({ unit }) => unit >= from && unit < to).sort((a, b) => a.unit - b.unit));
    }
    return units;
  }

  /** Returns the numbers of the chunks of each job, in no order. */
  async chunks(ref: string, jobs: readonly number[]): Promise<readonly number[][]> {
    const keys = jobs.map((job) => this.#keys.job(ref, job));
    return (await runScript(this.#redis, 'jobChunks', { keys, args: [] })) as number[][];
  }

  #recordKeys(ref: string): readonly [string, string] {
    return [this.#keys.record(ref), this.#keys.leases(ref)];
  }
}

/** Returns the text that is kept of a job: `writeJob` reads only its first number. */
export function payloadText({
  units,
  firstUnit,
  payload,
}: { units: number } & Omit<KeptJob, 'inFlight'>): string {
  return `${units} ${firstUnit} ${payload}`;
}

function payloadOf(text: string): Omit<KeptJob, 'inFlight'> {
  const start = text.indexOf(' ') + 1;
  const end = text.indexOf(' ', start);
  return { firstUnit: Number(text.slice(start, end)), payload: text.slice(end + 1) };
}

/** Events are many: the name of a result is shortened to its first letter. */
function eventText({ unit, status = 0, result = 'other', id }: StoredUnit): string {
  return `${unit} ${status} ${result.charAt(0)}${id === undefined ? '' : ` ${id}`}`;
}

const RESULTS = { s: 'succeeded', f: 'failed', o: 'other' } as const;

function eventOf(text: string): Omit<UnitEvent, 'number'> {
  const [, unit, status, result, id] = /^(\d+) (\d+) (.)(?: (.*))?$/s.exec(text) ?? [];
  return { unit: Number(unit), status: Number(status), result: RESULTS[result as keyof typeof RESULTS], id };
}

/** Returns the units of a list that has a unit and its outcome in turn. */
function unitsOf(elements: readonly string[]): StoredUnit[] {
  const units: StoredUnit[] = [];
  for (let index = 0; index < elements.length; index += 2)
    units.push({ unit: Number(elements[index]), outcome: elements[index + 1] ?? '' });
  return units;
}
