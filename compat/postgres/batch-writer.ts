import type { ExpectedRows } from './expected-rows.js';
import type { Random } from './random.js';
import type { Fault } from './seed-rows.js';

/** An operation of a batch, and what it does to the database if it succeeds. */
export interface PlannedOperation {
  readonly id: string;
  readonly group: string | undefined;
  /** As it is sent. */
  readonly request: object;
  /** `body` is that of its answer. */
  readonly apply: (rows: ExpectedRows, body: { readonly id: number }) => void;
  /** Title of a photo that it makes and that nothing else may change: whether it took effect can be seen. */
  readonly mark: string | undefined;
}

/** One operation as it is written, before it gets an id. */
export interface Draft {
  readonly method: string;
  readonly url: string;
  readonly body?: object;
  readonly references?: readonly object[];
  /** Rows whose state depends on the order of what is done to them. */
  readonly touches?: readonly (number | string)[];
  readonly apply?: PlannedOperation['apply'];
  readonly mark?: string;
}

/** Collects the operations of one batch, in an order in which they may run. */
export class BatchWriter {
  readonly number: number;
  readonly random: Random;
  readonly isSequential: boolean;
  readonly operations: PlannedOperation[] = [];
  /** Ids of operations that make an album or a photo. */
  albums: string[] = [];
  photos: string[] = [];
  group: string | undefined;
  readonly #faults: readonly Fault[];
  /** By row, the operation that was the last to touch it. */
  readonly #lastOn: Map<number | string, string> = new Map();

  constructor(number: number, random: Random, faults: readonly Fault[]) {
    this.number = number;
    this.random = random;
    this.isSequential = random.hasLuck(35);
    this.#faults = faults;
  }

  get nextId(): string {
    return `op-${this.operations.length}`;
  }

  /** Returns a title that names batch and operation, and `fault`; without `fault`, sometimes a random one. */
  title(fault?: Fault): string {
    const title = `batch-${this.number}-${this.nextId}`;
    const chosen = fault ?? (this.random.hasLuck(12) ? this.random.pick(this.#faults) : undefined);
    return chosen === undefined ? title : `${title} ${chosen}`;
  }

  /** Operations on one row follow each other: in request order if the batch is sequential, else by dependency. */
  add({ touches = [], apply = () => {}, mark, ...request }: Draft): void {
    const id = this.nextId;
    const before = touches.map((row) => this.#lastOn.get(row)).filter((last) => last !== undefined);
    for (const row of touches) this.#lastOn.set(row, id);
    const others = this.random.hasLuck(10) ? this.operations.slice(-1).map((other) => other.id) : [];
    const dependsOn = [...new Set([...(this.isSequential ? [] : before), ...others])];
    const atomicityGroup = this.group;
    this.operations.push({
      id,
      group: atomicityGroup,
      request: {
        id,
        ...request,
        ...(dependsOn.length > 0 && { dependsOn }),
        ...(atomicityGroup && { atomicityGroup }),
      },
      apply,
      mark,
    });
  }
}
