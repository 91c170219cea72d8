import { isSafeMethod } from '@multistatus/wire';
import { byIndex } from '../operation/by-index.js';
import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';
import type { RunWords } from '../operation/run-words.js';
import type { Journal, JournalEntry, JournalQuery, UnitOutcome } from '../options/journal.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { RunJournal } from '../run/run-journal.js';
import {
  interruptedOutcome,
  takenOverOutcome,
  uncertainOutcome,
  unclaimedOutcome,
} from './journal-problems.js';
import { type KeptOutcome, readKept } from './kept-outcome.js';
import { restoreOutcome } from './stored-outcome.js';
import { toUnitOutcome } from './to-unit-outcome.js';

/** The request whose operations a journal keeps. */
export interface JournaledRequest {
  readonly journal: Journal;
  readonly entry: JournalEntry;
  readonly options: Pick<ResolvedOptions, 'idempotency' | 'transaction' | 'onError'>;
  readonly words: RunWords;
  /** The request object of the framework. */
  readonly outer: unknown;
  /** True if the option `transaction` uses the database of the journal. */
  readonly isShared: boolean;
  /** The operations as they were sent, if their references change them. */
  readonly operations?: readonly Operation[] | undefined;
}

/**
 * Keeps what becomes of the operations of one batch, or the items of one list.
 *
 * An outcome that says that an operation did not run and may be sent again (503) is not kept, and neither is anything that was
 * skipped after it: the next request with the same key runs these operations.
 */
export class OperationJournal implements RunJournal {
  readonly isEveryOperationAtomic: boolean;
  readonly #request: JournaledRequest;
  /** The operations as they were sent, by index. */
  readonly #sent: readonly (Operation | undefined)[];
  /** Outcomes of an earlier attempt, by index. */
  readonly #kept = new Map<number, Outcome>();
  readonly #digests = new Map<number, string>();
  /** The outcomes that the batch reports, once they are stored. */
  readonly #reported: Promise<Outcome>[] = [];
  /** The operations whose outcomes were written within a transaction, by index. */
  readonly #withinTransactions = new Set<number>();
  #isComplete = true;
  #hasReportedFailure = false;

  constructor(request: JournaledRequest) {
    const { options, isShared } = request;
    this.#request = request;
    this.#sent = byIndex(request.operations ?? []);
    this.isEveryOperationAtomic = options.idempotency.everyOperation && isShared;
  }

  /** Identifies the batch; an attempt that goes on with it has the same. */
  get batchId(): string {
    return this.#request.entry.batchId;
  }

  /** True if the request has been answered before: nothing is to run. */
  get isFinished(): boolean {
    return this.#request.entry.total !== undefined;
  }

  /** Keeps the digest of an item, to be stored with its claim and its outcome. */
  identify(index: number, digest: string): void {
    this.#digests.set(index, digest);
  }

  /**
   * Sets the outcome of an operation to that of an earlier attempt, as {@link OperationJournal.restored} returns it.
   *
   * @throws {UnknownVersionError} if another version of this library has kept it.
   * @throws {TypeError} if it is damaged.
   */
  restore(operation: Operation, text: string | undefined): void {
    this.#kept.set(
      operation.index,
      this.restored(operation, text === undefined ? undefined : readKept(text)),
    );
  }

  /**
   * Returns the outcome of an operation from an earlier attempt. If that has kept none, the operation was interrupted, and that is
   * kept as its outcome from now on.
   */
  restored(operation: Operation, kept: KeptOutcome | undefined): Outcome {
    if (kept !== undefined) return restoreOutcome(kept.outcome, operation);
    const outcome = interruptedOutcome(operation, this.#request.words);
    this.#settle(outcome).catch((error: unknown) => this.#report(error));
    this.#digests.delete(operation.index);
    return outcome;
  }

  outcomeOf({ index }: Operation): Outcome | undefined {
    return this.#kept.get(index);
  }

  async claim(
    operations: readonly Operation[],
    isGroup: boolean,
  ): Promise<((operation: Operation) => Outcome) | undefined> {
    const { entry, words, isShared } = this.#request;
    // Its transaction commits outcomes and effects together: without an outcome there is no effect, and nothing to claim.
    if (isGroup && isShared) return undefined;
    const units = operations
      .filter(({ method }) => !isSafeMethod(method))
      .map(({ index }) => ({ unit: index, digest: this.#digests.get(index) }));
    if (units.length === 0) return undefined;
    try {
      if (await entry.claim(units)) return undefined;
      return (operation) => takenOverOutcome(operation, words);
    } catch (error) {
      this.#report(error);
      return (operation) => unclaimedOutcome(operation, words);
    }
  }

  async keepWithin(transaction: unknown, outcomes: readonly Outcome[]): Promise<void> {
    const { entry, isShared, options } = this.#request;
    if (!isShared) return;
    const query: JournalQuery = async (text, values) =>
      (await options.transaction?.query?.(transaction, text, values)) ?? [];
    for (const { operation } of outcomes) this.#withinTransactions.add(operation.index);
    const kept = new Map(outcomes.map((outcome) => [outcome.operation.index, this.#toUnit(outcome)]));
    if (await entry.settleWithin(query, kept)) return;
    throw new Error('Another process has taken over the request: the transaction is rolled back here');
  }

  async isCommitted([first]: readonly Operation[]): Promise<boolean> {
    if (!this.#request.isShared || first === undefined) return false;
    try {
      // One transaction has written the outcomes of all of them.
      return (await this.#read(first)) !== undefined;
    } catch (error) {
      this.#report(error);
      return false;
    }
  }

  /**
   * Keeps an outcome, and calls `report` with the outcome to report once it is stored, or could not be. `isNew` is false for an
   * outcome of an earlier attempt.
   */
  keep(outcome: Outcome, report: (outcome: Outcome, isNew: boolean) => void): void {
    if (this.#kept.has(outcome.operation.index)) {
      report(outcome, false);
      return;
    }
    const reported = this.keepOne(outcome).then((final) => {
      report(final, true);
      return final;
    });
    this.#reported.push(reported);
  }

  /** Keeps an outcome. Resolves to the outcome to report once it is stored, or could not be. Never rejects. */
  async keepOne(found: Outcome): Promise<Outcome> {
    const { operation } = found;
    const { index } = operation;
    const isUncertain = found.kind === 'skipped' && this.#request.entry.claimed.has(index);
    if (found.kind === 'skipped' && (!this.#isComplete || found.problem.status === 503))
      return this.reportUnkept(found, isUncertain);
    const outcome = isUncertain ? uncertainOutcome(operation, this.#request.words) : found;
    try {
      const isOurs = await this.#settle(outcome);
      if (isOurs && outcome.kind === 'failed' && this.#withinTransactions.has(index))
        // It was committed with its transaction after all, or not.
        return (await this.#read(operation)) ?? outcome;
      if (isOurs) return outcome;
    } catch (error) {
      this.#isComplete = false;
      this.#report(error);
    } finally {
      this.#digests.delete(index);
    }
    return outcome.kind === 'answered' ? outcome : takenOverOutcome(operation, this.#request.words);
  }

  /**
   * Returns the outcome to report of an operation that has not run, and that the next request with the key runs. With
   * `isUncertain` an earlier attempt may have run it. Never rejects.
   */
  async reportUnkept(outcome: Extract<Outcome, { kind: 'skipped' }>, isUncertain: boolean): Promise<Outcome> {
    this.#isComplete = false;
    this.#digests.delete(outcome.operation.index);
    try {
      if (await this.#request.entry.withdraw(outcome.operation.index))
        return isUncertain ? uncertainOutcome(outcome.operation, this.#request.words) : outcome;
    } catch (error) {
      this.#report(error);
    }
    // Another process may run what has not run here.
    return takenOverOutcome(outcome.operation, this.#request.words);
  }

  /** Ends the attempt, and returns the outcomes to report. Never rejects. */
  async finish(outcomes: readonly Outcome[]): Promise<Outcome[]> {
    const [reported] = await Promise.all([Promise.all(this.#reported), this.end(outcomes.length)]);
    const final: Outcome[] = [];
    for (const outcome of reported) final[outcome.operation.index] = outcome;
    return outcomes.map((outcome) => final[outcome.operation.index] ?? outcome);
  }

  /** Returns the outcomes of a request that is finished, in request order. */
  get outcomes(): readonly Outcome[] {
    return [...this.#kept.values()];
  }

  /**
   * Ends the attempt. `total` is the number of operations if all of them have been kept; otherwise the next request with the key
   * goes on. Never rejects.
   */
  async end(total: number | undefined): Promise<void> {
    if (this.isFinished) return;
    try {
      await this.#request.entry.end(this.#isComplete ? total : undefined);
    } catch (error) {
      this.#report(error);
    }
  }

  /** Returns the outcome that is stored of an operation. */
  async #read(operation: Operation): Promise<Outcome | undefined> {
    const { index } = operation;
    const text = (await this.#request.entry.read(index, index + 1)).get(index);
    return text === undefined ? undefined : restoreOutcome(readKept(text).outcome, operation);
  }

  #settle(outcome: Outcome): Promise<boolean> {
    return this.#request.entry.settle(outcome.operation.index, this.#toUnit(outcome));
  }

  #toUnit(outcome: Outcome): UnitOutcome {
    const { index, url } = outcome.operation;
    return toUnitOutcome(outcome, {
      maxStoredBodyBytes: this.#request.journal.maxStoredBodyBytes,
      sentUrl: this.#sent[index]?.url ?? url,
      digest: this.#digests.get(index),
    });
  }

  /** While a store cannot be reached, everything that runs fails for the same reason: it is reported once. */
  #report(error: unknown): void {
    if (this.#hasReportedFailure) return;
    this.#hasReportedFailure = true;
    const { options, outer } = this.#request;
    options.onError(error, { request: outer });
  }
}
