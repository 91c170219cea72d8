import type { OperationAnswer, OperationRequest } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import { notStartedOutcome, type Outcome } from '../operation/outcome.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { askAllow } from './ask-allow.js';
import { type RunInContext, stay } from './async-context.js';
import {
  abortedBeforeStartOutcome,
  allowFailedOutcome,
  answeredOutcome,
  notAllowedOutcome,
  targetFailedOutcome,
  timedOutOutcome,
  withoutAnswerOutcome,
} from './execution-outcomes.js';
import type { Abortable, InFlight } from './in-flight.js';
import { LazySignal } from './lazy-signal.js';
import type { RunJournal } from './run-journal.js';
import type { GroupMembership, RunState } from './run-state.js';
import { RunningOperation } from './running-operation.js';
import { type OperationTrace, traceEntry, traceError } from './trace.js';

/** The execution of one operation, from the check that it is allowed to its outcome. */
export class OperationExecution implements Abortable {
  slot = -1;
  due = 0;
  readonly #operation: Operation;
  readonly #state: RunState;
  readonly #inFlight: InFlight;
  readonly #enter: RunInContext;
  readonly #trace: OperationTrace | undefined;
  readonly #signal = new LazySignal();
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
    this.#enter = membership.enter ?? state.leave ?? stay;
    this.#trace = trace;
    const { transaction } = membership;
    const { batchId, nestedType, principal } = state;
    this.#context = new RunningOperation(
      operation,
      { batchId, nestedType, principal, transaction },
      this.#signal,
    );
  }

  start(): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#inFlight.add(this);
      const { allow } = this.#state.options;
      if (allow === undefined || this.#state.allowed.has(this.#operation.index)) this.#begin();
      else this.#check(allow).catch((error: unknown) => this.#fail(error));
    });
  }

  /** Ends the operation: it or the batch has timed out, or the client has disconnected. */
  abort(): void {
    this.#settle(() =>
      this.#wasDispatched
        ? timedOutOutcome(this.#operation, this.#state.words)
        : abortedBeforeStartOutcome(this.#operation, this.#state),
    );
    try {
      this.#enter(() => this.#signal.abort());
    } catch (error) {
      this.#report(error);
    }
  }

  async #check(allow: NonNullable<ResolvedOptions['allow']>): Promise<void> {
    const isAllowed = await askAllow(allow, this.#operation, this.#state.outer);
    if (this.#signal.isAborted) return;
    if (!isAllowed) this.#settle(() => notAllowedOutcome(this.#operation));
    else if (this.#mayStart) this.#begin();
    else this.#settle(() => notStartedOutcome(this.#operation, this.#state.words));
  }

  /** Dispatches the operation; with a journal, once it is claimed there. A group has claimed all of its operations. */
  #begin(): void {
    const { journal } = this.#state;
    if (journal === undefined || this.#inFlight !== this.#state.inFlight) this.#dispatch();
    else this.#claim(journal).catch((error: unknown) => this.#fail(error));
  }

  async #claim(journal: RunJournal): Promise<void> {
    const refusal = await journal.claim([this.#operation], false);
    if (this.#signal.isAborted) return;
    if (refusal !== undefined) this.#settle(() => refusal(this.#operation));
    else if (this.#mayStart) this.#dispatch();
    else this.#settle(() => notStartedOutcome(this.#operation, this.#state.words));
  }

  /** False if the batch drains. An operation of a group that runs is part of what has started. */
  get #mayStart(): boolean {
    return !this.#state.isClosed || this.#inFlight !== this.#state.inFlight;
  }

  #dispatch(): void {
    this.#wasDispatched = true;
    this.#state.clock?.start(this.#operation);
    try {
      this.#enter(() => this.#send()).then(
        (answer) =>
          this.#settle(() =>
            answeredOutcome(this.#operation, { answer, context: this.#context }, this.#state),
          ),
        (error: unknown) => this.#fail(error),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Called in the async context of the handler; everything else runs in that of the batch request. */
  #send(): Promise<OperationAnswer> {
    const { method, url, body } = this.#operation;
    const { dispatch, headersOf, options } = this.#state;
    const headers = headersOf(this.#operation);
    const trace = this.#trace;
    const request: OperationRequest = {
      method,
      url,
      headers: trace === undefined ? headers : { ...headers, ...trace.headers },
      body,
      context: this.#context,
      maxResponseBytes: options.limits.maxOperationResponseBytes,
    };
    return trace === undefined ? dispatch(request) : traceEntry(trace, () => dispatch(request));
  }

  #fail(error: unknown): void {
    this.#settle(() => {
      this.#report(error);
      traceError(this.#trace, error);
      return this.#wasDispatched
        ? targetFailedOutcome(this.#operation, error, this.#state.words)
        : allowFailedOutcome(this.#operation);
    });
  }

  #report(error: unknown): void {
    const { options, outer } = this.#state;
    options.onError(error, { operation: this.#operation, request: outer });
  }

  #settle(toOutcome: () => Outcome): void {
    if (!this.#inFlight.delete(this)) return;
    let outcome: Outcome;
    try {
      outcome = toOutcome();
      if (outcome.kind === 'answered') this.#state.answered?.set(this.#operation.id, outcome);
    } catch (error) {
      // Reading an answer may throw, for example in a getter; the batch must continue.
      this.#report(error);
      outcome = withoutAnswerOutcome(this.#operation, this.#state.words);
    }
    const { clock } = this.#state;
    this.#resolve?.(clock === undefined ? outcome : clock.stop(outcome));
  }
}
