/** A worker, which takes jobs from a queue. */
export interface Worker {
  /**
   * Resolves when the worker takes jobs. Rejects if the queue or the journal cannot be used at the start; the worker then tries again
   * every second. Await it, so that a worker whose settings are wrong does not start.
   */
  readonly ready: Promise<void>;
  /**
   * Takes no more jobs, and starts no more operations. What has started runs to its end; the rest is given back to the queue, for
   * other workers. Resolves when nothing runs any more. Close the queue after that.
   */
  stop(): Promise<void>;
}
