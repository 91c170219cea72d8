import { bodyBytesOf, type Outcome } from '../operation/outcome.js';
import type { AnsweredOperation } from '../references/resolve-references.js';
import type { RequestLoad } from '../run/request-load.js';
import type { AnsweredOperations } from '../run/run-state.js';
import { BodyShelf } from './body-shelf.js';
import { KeptOutcome } from './kept-outcome.js';
import { RecentlyUsed } from './recently-used.js';

/** How many named lines of a stream are remembered. */
export const MAX_NAMES = 10_000;

/** A line that others can depend on. */
export class NamedLine {
  readonly name: string;
  /** Length of the longest chain of lines that had to run before it. */
  readonly depth: number;
  /** How many lines wait for it, or run with values from it. */
  users = 0;
  #kept: KeptOutcome | undefined;
  #settling: Promise<void> | undefined;
  #wake: (() => void) | undefined;

  constructor(name: string, depth: number) {
    this.name = name;
    this.depth = depth;
  }

  /** True once it has its outcome. */
  get isSettled(): boolean {
    return this.#kept !== undefined;
  }

  /** What became of it, without what the client sent except its method and URL; `undefined` while it runs. */
  get outcome(): Outcome | undefined {
    return this.#kept?.toOutcome();
  }

  get bodyBytes(): number {
    return this.#kept?.bodyBytes ?? 0;
  }

  settle(kept: KeptOutcome): void {
    this.#kept = kept;
    this.#wake?.();
  }

  dropBody(): void {
    this.#kept?.dropBody();
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
 * bodies are kept as far as they have at most `maxBytes` together, and none has more than half of it.
 */
export class NamedLines implements AnsweredOperations {
  readonly #maxBytes: number;
  readonly #load: RequestLoad;
  readonly #shelf = new BodyShelf();
  readonly #lines = new RecentlyUsed<NamedLine>({
    maxSize: MAX_NAMES,
    sizeOf: () => 1,
    isInUse: isNeeded,
    onForget: (_line, name) => this.#withBody.remove(name),
  });
  readonly #withBody: RecentlyUsed<NamedLine>;

  constructor(maxBytes: number, load: RequestLoad) {
    this.#maxBytes = maxBytes;
    this.#load = load;
    this.#withBody = new RecentlyUsed<NamedLine>({
      maxSize: maxBytes,
      sizeOf: ({ bodyBytes }) => bodyBytes,
      isInUse: isNeeded,
      onForget: (line) => this.#dropBody(line),
    });
  }

  has(name: string): boolean {
    return this.#lines.has(name);
  }

  /** Returns the line of this name, and remembers it for longer. */
  use(name: string): NamedLine | undefined {
    this.#withBody.use(name);
    return this.#lines.use(name);
  }

  add(line: NamedLine): void {
    this.#lines.add(line.name, line);
  }

  settle(line: NamedLine, outcome: Outcome): void {
    const bytes = bodyBytesOf(outcome);
    const isKept = bytes <= this.#maxBytes / 2 && this.#load.addAnswer(bytes);
    line.settle(new KeptOutcome(outcome, isKept ? this.#shelf : undefined));
    if (isKept && bytes > 0) this.#withBody.add(line.name, line);
  }

  get(id: string): AnsweredOperation | undefined {
    const outcome = this.use(id)?.outcome;
    return outcome?.kind === 'answered' ? outcome : undefined;
  }

  /** Does nothing: {@link NamedLines.settle} knows the whole outcome. */
  set(): void {}

  #dropBody(line: NamedLine): void {
    this.#load.remove(line.bodyBytes);
    line.dropBody();
  }
}

/** Checks whether a line runs, or others wait for it. */
function isNeeded({ users, isSettled }: NamedLine): boolean {
  return users > 0 || !isSettled;
}
