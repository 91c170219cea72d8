/** Calls the option `onError` of a worker. What that throws is ignored: there is nobody left to report it to. */
export class ErrorReports {
  /** Of the journal. */
  readonly journal: Outage = new Outage((error) => this.report(error));
  /** Of the queue. */
  readonly queue: Outage = new Outage((error) => this.report(error));
  readonly #onError: (error: unknown) => unknown;
  readonly #reported = new Set<string>();

  constructor(onError: (error: unknown) => unknown) {
    this.#onError = onError;
  }

  report(error: unknown): void {
    void new Promise((resolve) => resolve(this.#onError(error))).catch(() => undefined);
  }

  /** Reports something that is the same for many jobs: each message once. */
  reportOnce(message: string): void {
    if (this.#reported.has(message)) return;
    this.#reported.add(message);
    this.report(new Error(message));
  }
}

/** Reports the first error of an outage: the others would only repeat it. */
class Outage {
  readonly #report: (error: unknown) => void;
  #isDown = false;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  began(error: unknown): void {
    if (!this.#isDown) this.#report(error);
    this.#isDown = true;
  }

  ended(): void {
    this.#isDown = false;
  }
}
