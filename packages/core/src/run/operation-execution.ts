import type { Operation } from '../operation/operation.js';
import { failedOutcome, type Outcome } from '../operation/outcome.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { Abortable, InFlight } from './in-flight.js';
import { LazyAbort } from './lazy-abort.js';
import type { GroupMembership, RunState } from './run-state.js';
import { RunningOperation } from './running-operation.js';
import {
  answered,
  failed,
  notAllowed,
  notDispatched,
  notStartedInTime,
  timedOut,
} from './settle-operation.js';
import { type OperationTrace, traceError } from './trace.js';

/** One operation on its way. */
export class OperationExecution implements Abortable {
  place = -1;
  due = 0;
  readonly #operation: Operation;
  readonly #state: RunState;
  readonly #inFlight: InFlight;
  readonly #trace: OperationTrace | undefined;
  readonly #abort = new LazyAbort();
  readonly #context: RunningOperation;
  #wasDispatched = false;
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
    this.#inFlight = membership.inFlight ?? state.inFlight;
    this.#trace = trace;
    const { transaction } = membership;
    this.#context = new RunningOperation(operation, { batchId: state.batchId, transaction }, this.#abort);
  }

  start(): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#inFlight.add(this);
      const { allow } = this.#state.options;
      if (allow === undefined || this.#state.allowed.has(this.#operation.index)) this.#enter();
      else this.#ask(allow).catch((error: unknown) => this.#fail(error));
    });
  }

  /** Its time is up, or that of the batch, or its client has gone. */
  abort(): void {
    this.#settle(() =>
      this.#wasDispatched ? timedOut(this.#operation) : notStartedInTime(this.#operation, this.#state),
    );
    try {
      this.#abort.abort();
    } catch (error) {
      this.#state.options.onError(error);
    }
  }

  async #ask(allow: NonNullable<ResolvedOptions['allow']>): Promise<void> {
    const isAllowed = await allow(this.#operation, this.#state.outer);
    if (this.#abort.isAborted) return;
    if (isAllowed) this.#enter();
    else this.#settle(() => notAllowed(this.#operation));
  }

  #enter(): void {
    const { method, url, body } = this.#operation;
    const { dispatch, headersOf, options } = this.#state;
    this.#wasDispatched = true;
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
      return this.#wasDispatched ? failed(this.#operation, error) : notDispatched(this.#operation);
    });
  }

  #settle(toOutcome: () => Outcome): void {
    if (!this.#inFlight.delete(this)) return;
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
