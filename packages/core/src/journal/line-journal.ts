import { countOf } from '@multistatus/wire';
import type { SentItem } from '../formats/item-decoder.js';
import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';
import { BULK_WORDS } from '../operation/run-words.js';
import type { ClaimedUnit, Journal, JournalEntry } from '../options/journal.js';
import { isInterrupted } from './is-interrupted.js';
import { uncertainOutcome } from './journal-problems.js';
import { type KeptOutcome, readKept } from './kept-outcome.js';
import { keyReused } from './open-entry.js';
import type { OperationJournal } from './operation-journal.js';

/** How many outcomes are read at a time. */
const LINES_AT_A_TIME = 1_000;
/** A digest of an item has this many characters: 96 bits. */
const DIGEST_LENGTH = 16;

/** What an earlier attempt has kept of an item. */
export interface KeptLine {
  /** Its outcome; `undefined` if it was claimed and has none. */
  readonly kept: KeptOutcome | undefined;
  readonly claim: ClaimedUnit | undefined;
}

/** Keeps what becomes of items that are handled as they arrive, and compares them with those of an earlier attempt. */
export class LineJournal {
  readonly outcomes: OperationJournal;
  readonly #journal: Journal;
  readonly #entry: JournalEntry;
  #chunk = -1;
  #texts: ReadonlyMap<number, string> = new Map();

  constructor(journal: Journal, entry: JournalEntry, outcomes: OperationJournal) {
    this.#journal = journal;
    this.#entry = entry;
    this.outcomes = outcomes;
  }

  /** How many items the list has, if all of them have outcomes. */
  get total(): number | undefined {
    return this.#entry.total;
  }

  /**
   * Returns what is kept of the next item; `undefined` if it is to run.
   *
   * @throws {BatchProblem} `idempotency-key-reused` if it differs from the item that was sent first.
   */
  async find(index: number, sent: SentItem): Promise<KeptLine | undefined> {
    const content = 'value' in sent ? JSON.stringify(sent.value) : `${sent.slug}: ${sent.detail}`;
    const digest = this.#journal.digest(content).slice(0, DIGEST_LENGTH);
    const { isResumed, total, claimed } = this.#entry;
    const text = isResumed || total !== undefined ? await this.#textOf(index) : undefined;
    if (text === undefined) this.outcomes.identify(index, digest);
    const claim = claimed.get(index);
    const kept = text === undefined ? undefined : readKept(text);
    const first = kept === undefined ? claim?.digest : kept.digest;
    if ((first !== undefined && first !== digest) || (total !== undefined && index >= total)) {
      throw keyReused('The item differs from the one that was sent first with this key');
    }
    // It has expired since the entry was opened.
    if (total !== undefined && text === undefined)
      throw new TypeError('The journal has lost an outcome of a finished request');
    return kept === undefined && claim === undefined ? undefined : { kept, claim };
  }

  /**
   * Checks that the list has as many items as when it was sent first.
   *
   * @throws {BatchProblem} `idempotency-key-reused` if not.
   */
  checkTotal(actual: number): void {
    const { total } = this.#entry;
    if (total !== undefined && total !== actual)
      throw keyReused(
        `The list that was sent first with this key has ${countOf(total, 'item')}, this one has ${actual}`,
      );
  }

  /** Returns the outcome of an item from an earlier attempt; `undefined` if it is to run. */
  restore({ kept, claim }: KeptLine, operation: Operation, isRepeatable: () => boolean): Outcome | undefined {
    if (kept === undefined && !isInterrupted(operation, claim, isRepeatable)) return undefined;
    return this.outcomes.restored(operation, kept);
  }

  /** Returns the outcome to report of the first item that has not run, which stands for all after it. */
  async reportRest(outcome: Extract<Outcome, { kind: 'skipped' }>): Promise<Outcome> {
    return this.total !== undefined
      ? uncertainOutcome(outcome.operation, BULK_WORDS)
      : this.outcomes.reportUnkept(outcome, this.#entry.isResumed);
  }

  async #textOf(index: number): Promise<string | undefined> {
    const chunk = Math.floor(index / LINES_AT_A_TIME);
    if (chunk !== this.#chunk) {
      this.#texts = await this.#entry.read(chunk * LINES_AT_A_TIME, (chunk + 1) * LINES_AT_A_TIME);
      this.#chunk = chunk;
    }
    return this.#texts.get(index);
  }
}
