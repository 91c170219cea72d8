/** How many units one list of outcomes has, at most. */
const CHUNK_UNITS = 1000;

/** Returns the number of the chunk that has a unit. */
export function chunkOf(unit: number): number {
  return Math.floor(unit / CHUNK_UNITS);
}

/** The names of the keys of records, and of what spans them. */
export class RecordKeys {
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The hash of a record. In braces is the hash tag: everything that belongs to it is on the same server of a cluster. */
  record(ref: string): string {
    return `${this.#prefix}{${ref}}`;
  }

  /** Jobs that have begun and not ended. */
  leases(ref: string): string {
    return `${this.record(ref)}:leases`;
  }

  done(ref: string): string {
    return `${this.record(ref)}:done`;
  }

  endedJobs(ref: string): string {
    return `${this.record(ref)}:ended`;
  }

  events(ref: string): string {
    return `${this.record(ref)}:events`;
  }

  job(ref: string, job: number): string {
    return `${this.record(ref)}:${job}`;
  }

  payload(ref: string, job: number): string {
    return `${this.job(ref, job)}:in`;
  }

  chunk(ref: string, job: number, chunk: number): string {
    return `${this.job(ref, job)}:${chunk}`;
  }

  /** The records of a client. */
  list(client: string): string {
    return `${this.#prefix}{client ${client}}:list`;
  }

  /** The records of a client that have not ended, as far as it is known. */
  active(client: string): string {
    return `${this.#prefix}{client ${client}}:active`;
  }

  /** All records that are open. */
  get open(): string {
    return `${this.#prefix}open`;
  }

  /** All records. */
  get all(): string {
    return `${this.#prefix}records`;
  }
}
