/**
 * Brings jobs to workers, in this process or on other machines. It may deliver a job more than once, or lose it: the journal
 * prevents that anything runs twice, and workers add jobs again that nobody has begun for a while.
 *
 * `testQueue` checks an implementation.
 */
export interface BatchQueue {
  /** Distinguishes the queue from others whose jobs are kept in the same store, such as those of another app. */
  readonly name: string;
  /** False if waiting jobs are lost when the process ends. */
  readonly isDurable: boolean;
  /**
   * Resolves if the queue can be used. Called before it is used first, and again until it resolves.
   *
   * @throws {Error} that says what to do. The message is passed to `onError`; clients do not see it.
   */
  check(): Promise<void>;
  /** Adds jobs, at most 1,000. A job with an `id` that is waiting or running already is ignored. */
  add(jobs: readonly QueuedJob[]): Promise<void>;
  /** Returns how many jobs are waiting, as far as it is known. */
  depth(): Promise<number>;
  /**
   * Starts to take jobs, and calls `run` with each: at most `concurrency` at a time, those with the lowest priority number first,
   * then in the order in which they were added. A job whose `run` rejects, or resolves to `again`, is delivered again, later.
   */
  work(run: (job: QueuedJob) => Promise<JobResult>, options: QueueWorkOptions): QueueWorker;
  /** Closes what the queue has opened. Workers must have been stopped before. */
  close(): Promise<void>;
}

/** See {@link BatchQueue.work}. */
export interface QueueWorkOptions {
  /** How many jobs may run at the same time; an integer of at least 1. */
  readonly concurrency: number;
  /** Called with errors that belong to no job, such as a lost connection. Never throws. */
  readonly onError: (error: unknown) => void;
}

/** A job: a reference to a part of a batch. It contains nothing that the client has sent. */
export interface QueuedJob {
  /** `<ref>.<job>`. */
  readonly id: string;
  /** The record that the job belongs to. */
  readonly ref: string;
  /** The number of the job in its record, from 0. */
  readonly job: number;
  /** The name of the endpoint that runs it. */
  readonly endpoint: string;
  /** From 1 to 2,097,151; the lowest is the most urgent. */
  readonly priority: number;
}

/** Whether a job is done, or to be delivered again, to another worker if possible. */
export type JobResult = 'done' | 'again';

/** What {@link BatchQueue.work} returns. */
export interface QueueWorker {
  /** Takes no more jobs. Resolves when those that run have ended. */
  stop(): Promise<void>;
}
