import type {
  BatchRecord,
  BatchRecords,
  BegunJob,
  JobRequestToBegin,
  KeptJob,
  NewJob,
  NewRecord,
  UnitEvent,
} from '@multistatus/journal';
import type { FaultyCalls } from './faulty-calls.js';
import type { SharedRecords } from './shared-records.js';

/** The records of the store, as one process sees them. */
export class FaultyRecords implements BatchRecords {
  readonly isDurable = false;
  readonly #shared: SharedRecords;
  readonly #calls: FaultyCalls;

  constructor(shared: SharedRecords, calls: FaultyCalls) {
    this.#shared = shared;
    this.#calls = calls;
  }

  create(record: NewRecord): Promise<'created' | 'too-many'> {
    this.#shared.name(record.ref);
    return this.#make('create', record.ref, 0.4, () => this.#shared.create(record));
  }

  addJobs(ref: string, jobs: readonly NewJob[], maxBytes: number): Promise<'added' | 'gone' | 'too-large'> {
    return this.#make('add jobs', ref, 0.4, () => this.#shared.driver.addJobs(ref, jobs, maxBytes));
  }

  open(ref: string): Promise<boolean> {
    return this.#make('open', ref, 0.5, () => this.#shared.driver.open(ref));
  }

  find(ref: string): Promise<BatchRecord | undefined> {
    return this.#make('find', ref, 0.1, () => this.#shared.driver.find(ref));
  }

  beginJob(request: JobRequestToBegin): Promise<BegunJob> {
    const { ref, job, owner } = request;
    return this.#calls.make({
      call: 'begin job',
      about: this.#shared.nameOf(`${ref}.${job}`) ?? ref,
      frequency: 1,
      stateOf: () => this.#shared.jobStateOf(`${ref}.${job}`, owner),
      apply: () => this.#shared.beginJob(request),
    });
  }

  findJob(ref: string, job: number): Promise<KeptJob | undefined> {
    return this.#make('find job', ref, 0.3, () => this.#shared.driver.findJob(ref, job));
  }

  readEvents(ref: string, after: number, limit: number): Promise<readonly UnitEvent[]> {
    return this.#make('read events', ref, 0.1, () => this.#shared.driver.readEvents(ref, after, limit));
  }

  stop(ref: string, how: 'drain' | 'abort'): Promise<BatchRecord | undefined> {
    return this.#make(`stop by ${how}`, ref, 1.5, () => this.#shared.driver.stop(ref, how));
  }

  remove(ref: string): Promise<boolean> {
    return this.#make('remove', ref, 1, () => this.#shared.remove(ref));
  }

  list(client: string, limit: number, before?: number): Promise<readonly BatchRecord[]> {
    return this.#make('list', '', 0.4, () => this.#shared.driver.list(client, limit, before));
  }

  takeOverdue(
    idleMs: number,
    limit: number,
  ): Promise<readonly { readonly ref: string; readonly job: number }[]> {
    return this.#make('take overdue', '', 1, () => this.#shared.driver.takeOverdue(idleMs, limit));
  }

  #make<Result>(call: string, ref: string, frequency: number, apply: () => Promise<Result>): Promise<Result> {
    return this.#calls.make({
      call,
      about: this.#shared.nameOf(ref) ?? '',
      frequency,
      stateOf: () => (ref === '' ? 'any' : this.#shared.stateOf(ref)),
      apply,
    });
  }
}
