import type { Operation } from './operation.js';
import type { OperationContext } from './operation-mark.js';
import { failedOutcome, type Outcome } from './outcome.js';
import type { ResolvedOptions } from './resolve-options.js';
import { answered, failed, neverEntered, neverStarted, notAllowed, timedOut } from './run-outcomes.js';
import type { GroupMembership, RunState } from './run-state.js';
import type { Runner, Running } from './running.js';
import { type OperationTrace, traceError } from './trace.js';

/** One operation on its way; its handlers get it by `operationOf`. */
export class OperationRun implements OperationContext, Runner {
  readonly batchId: string;
  readonly id: string;
  readonly index: number;
  readonly transaction: unknown;
  summary: OperationContext['summary'];
  onAbort: OperationContext['onAbort'];
  place: number;
  due: number;
  readonly #operation: Operation;
  readonly #state: RunState;
  readonly #running: Running;
  readonly #trace: OperationTrace | undefined;
  #abort: AbortController | undefined;
  #isAborted = false;
  #hasEntered = false;
  #resolve: ((outcome: Outcome) => void) | undefined;

  constructor(
    operation: Operation,
    state: RunState,
    {
      membership,
      trace,
    }: { readonly membership: GroupMembership; readonly trace: OperationTrace | undefined },
  ) {
    this.batchId = state.batchId;
    this.id = operation.id;
    this.index = operation.index;
    this.transaction = membership.transaction;
    this.summary = undefined;
    this.onAbort = undefined;
    this.place = -1;
    this.due = 0;
    this.#operation = operation;
    this.#state = state;
    this.#running = membership.running ?? state.running;
    this.#trace = trace;
  }

  // An AbortController costs as much as a third of a dispatch, and most handlers never look at it.
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#isAborted) this.#abort.abort();
    return this.#abort.signal;
  }

  start(): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#running.add(this);
      const { allow } = this.#state.options;
      if (allow === undefined || this.#state.allowed.has(this.index)) this.#enter();
      else this.#ask(allow).catch((error: unknown) => this.#fail(error));
    });
  }

  /** Its time is up, or that of the batch, or its client has gone. */
  giveUp(): void {
    const { onAbort } = this;
    this.#settle(() =>
      this.#hasEntered ? timedOut(this.#operation) : neverStarted(this.#operation, this.#state),
    );
    this.#isAborted = true;
    this.#abort?.abort();
    onAbort?.();
  }

  async #ask(allow: NonNullable<ResolvedOptions['allow']>): Promise<void> {
    const mayEnter = await allow(this.#operation, this.#state.outer);
    if (this.#isAborted) return;
    if (mayEnter) this.#enter();
    else this.#settle(() => notAllowed(this.#operation));
  }

  #enter(): void {
    const { method, url, body } = this.#operation;
    const { dispatch, headersOf, options } = this.#state;
    this.#hasEntered = true;
    try {
      dispatch({
        method,
        url,
        headers: headersOf(this.#operation),
        body,
        context: this,
        maxResponseBytes: options.limits.maxOperationResponseBytes,
      }).then(
        (answer) => this.#settle(() => answered(this.#operation, { answer, context: this }, this.#state)),
        (error: unknown) => this.#fail(error),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#settle(() => {
      this.#state.options.onError(error);
      traceError(this.#trace, error);
      return this.#hasEntered ? failed(this.#operation, error) : neverEntered(this.#operation);
    });
  }

  #settle(toOutcome: () => Outcome): void {
    if (!this.#running.delete(this)) return;
    // Its request may outlive the batch in memory, and must not take the whole batch along.
    this.onAbort = undefined;
    let outcome: Outcome;
    try {
      outcome = toOutcome();
      if (outcome.kind === 'answered') this.#state.answered?.set(this.id, outcome);
    } catch (error) {
      // What a target gives may throw when it is looked at; the batch must go on.
      this.#state.options.onError(error);
      outcome = failedOutcome(this.#operation, 'internal', 'The target failed without an answer');
    }
    this.#resolve?.(outcome);
  }
}
