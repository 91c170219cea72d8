import type { Operation } from '../operation/operation.js';
import { AnsweredOutcome, type Outcome } from '../operation/outcome.js';
import type { AnsweredOperation } from '../references/resolve-references.js';
import type { RequestLoad } from '../run/request-load.js';
import type { AnsweredOperations } from '../run/run-state.js';
import { unreadOperation } from './read-line.js';

/** How many named lines of a stream are remembered. */
export const MAX_NAMES = 10_000;

const NO_BODY = new Uint8Array(0);

/** A line that others can depend on. */
export class NamedLine {
  readonly name: string;
  /** Length of the longest chain of lines that had to run before it. */
  readonly depth: number;
  /** How many lines wait for it, or run with values from it. */
  users = 0;
  #outcome: Outcome | undefined;
  #settling: Promise<void> | undefined;
  #wake: () => void = () => undefined;

  constructor(name: string, depth: number) {
    this.name = name;
    this.depth = depth;
  }

  /** What became of it, without what the client sent except its method and URL; `undefined` while it runs. */
  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  set outcome(outcome: Outcome) {
    this.#outcome = outcome;
    this.#wake();
  }

  /** Resolves when it has its outcome. */
  whenSettled(): Promise<void> {
    this.#settling ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
    return this.#settling;
  }
}

/**
 * The named lines of a stream that later lines can depend on: those that were named or used last, at most {@link MAX_NAMES}. Their
 * bodies are kept as far as they have at most `maxBytes` together.
 */
export class NamedLines implements AnsweredOperations {
  readonly #maxBytes: number;
  readonly #load: RequestLoad;
  /** In the order in which they were last used. */
  readonly #lines = new Map<string, NamedLine>();
  /** Those that have a body, in the order in which they were last used. */
  readonly #withBody = new Map<NamedLine, number>();
  #bytes = 0;

  constructor(maxBytes: number, load: RequestLoad) {
    this.#maxBytes = maxBytes;
    this.#load = load;
  }

  has(name: string): boolean {
    return this.#lines.has(name);
  }

  /** Returns the line of this name, and remembers it for longer. */
  use(name: string): NamedLine | undefined {
    const line = this.#lines.get(name);
    if (line !== undefined) this.#refresh(line);
    return line;
  }

  add(line: NamedLine): void {
    this.#lines.set(line.name, line);
    // What is in use is moved to the end, so that it is not found here each time.
    for (const oldest of this.#lines.values()) {
      if (this.#lines.size <= MAX_NAMES) break;
      if (oldest.users > 0 || oldest.outcome === undefined) this.#refresh(oldest);
      else this.#forget(oldest);
    }
  }

  settle(line: NamedLine, outcome: Outcome): void {
    line.outcome = withoutRequest(outcome);
    if (outcome.kind !== 'answered' || !this.#lines.has(line.name)) return;
    const { byteLength } = outcome.answer.body;
    if (byteLength === 0) return;
    if (byteLength > this.#maxBytes || !this.#load.addAnswer(byteLength)) {
      line.outcome = withoutBody(line.outcome as Outcome);
      return;
    }
    this.#bytes += byteLength;
    this.#withBody.set(line, byteLength);
    for (const oldest of this.#withBody.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      if (oldest.users > 0) this.#refresh(oldest);
      else this.#dropBody(oldest);
    }
  }

  get(id: string): AnsweredOperation | undefined {
    const outcome = this.#lines.get(id)?.outcome;
    return outcome?.kind === 'answered' ? outcome : undefined;
  }

  /** Does nothing: {@link NamedLines.settle} knows the whole outcome. */
  set(): void {}

  #refresh(line: NamedLine): void {
    this.#lines.delete(line.name);
    this.#lines.set(line.name, line);
    const bytes = this.#withBody.get(line);
    if (bytes === undefined) return;
    this.#withBody.delete(line);
    this.#withBody.set(line, bytes);
  }

  #forget(line: NamedLine): void {
    this.#lines.delete(line.name);
    this.#dropBody(line);
  }

  #dropBody(line: NamedLine): void {
    const bytes = this.#withBody.get(line);
    if (bytes === undefined || line.outcome === undefined) return;
    this.#withBody.delete(line);
    this.#bytes -= bytes;
    this.#load.remove(bytes);
    line.outcome = withoutBody(line.outcome);
  }
}

function withoutRequest(outcome: Outcome): Outcome {
  const { operation, result } = outcome;
  const { index, id, method, url } = operation;
  const slim: Operation = { ...unreadOperation(index), id, method, url };
  if (outcome.kind === 'answered') return new AnsweredOutcome(slim, result, outcome.answer);
  return { operation: slim, result, kind: 'skipped', problem: outcome.problem };
}

/** Returns an outcome whose body cannot be referred to, as one that was too large. */
function withoutBody(outcome: Outcome): Outcome {
  if (outcome.kind !== 'answered') return outcome;
  const { operation, result, answer } = outcome;
  return new AnsweredOutcome(operation, result, { ...answer, body: NO_BODY, isBodyTooLarge: true });
}
