import type { Operation } from '../operation/operation.js';
import { failedOutcome, type Outcome } from '../operation/outcome.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { LazyAbort } from './lazy-abort.js';
import { LiveContext } from './live-context.js';
import { answered, failed, neverEntered, neverStarted, notAllowed, timedOut } from './run-outcomes.js';
import type { GroupMembership, RunState } from './run-state.js';
import type { Runner, Running } from './running.js';
import { type OperationTrace, traceError } from './trace.js';

/** One operation on its way. */
export class OperationRun implements Runner {
  place = -1;
  due = 0;
  readonly #operation: Operation;
  readonly #state: RunState;
  readonly #running: Running;
  readonly #trace: OperationTrace | undefined;
  readonly #abort = new LazyAbort();
  readonly #context: LiveContext;
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
    this.#operation = operation;
    this.#state = state;
    this.#running = membership.running ?? state.running;
    this.#trace = trace;
    const { transaction } = membership;
    this.#context = new LiveContext(operation, { batchId: state.batchId, transaction }, this.#abort);
  }

  start(): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#running.add(this);
      const { allow } = this.#state.options;
      if (allow === undefined || this.#state.allowed.has(this.#operation.index)) this.#enter();
      else this.#ask(allow).catch((error: unknown) => this.#fail(error));
    });
  }

  /** Its time is up, or that of the batch, or its client has gone. */
  giveUp(): void {
    this.#settle(() =>
      this.#hasEntered ? timedOut(this.#operation) : neverStarted(this.#operation, this.#state),
    );
    try {
      this.#abort.abort();
    } catch (error) {
      this.#state.options.onError(error);
    }
  }

  async #ask(allow: NonNullable<ResolvedOptions['allow']>): Promise<void> {
    const mayEnter = await allow(this.#operation, this.#state.outer);
    if (this.#abort.isAborted) return;
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
        context: this.#context,
        maxResponseBytes: options.limits.maxOperationResponseBytes,
      }).then(
        (answer) =>
          this.#settle(() => answered(this.#operation, { answer, context: this.#context }, this.#state)),
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
    let outcome: Outcome;
    try {
      outcome = toOutcome();
      if (outcome.kind === 'answered') this.#state.answered?.set(this.#operation.id, outcome);
    } catch (error) {
      // What a target gives may throw when it is looked at; the batch must go on.
      this.#state.options.onError(error);
      outcome = failedOutcome(this.#operation, 'internal', 'The target failed without an answer');
    }
    this.#resolve?.(outcome);
  }
}
