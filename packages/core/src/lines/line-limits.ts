import type { Problem } from '@multistatus/document';
import { isSafeMethod } from '@multistatus/wire';
import type { Operation } from '../operation/operation.js';
import type { Limits } from '../options/resolve-limits.js';
import { exceededLimit } from '../validate/exceeded-limit.js';
import { overLimit } from './line-problem.js';

/** Compares the operations of the lines of one batch with the limits. */
export class LineLimits {
  readonly #limits: Limits;
  /** How many have an unsafe method. */
  #unsafe = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Returns the problem of an operation that exceeds a limit. Must be called once for each. */
  refusalOf(operation: Operation, line: number): Problem | undefined {
    const isSafe = isSafeMethod(operation.method);
    if (!isSafe) this.#unsafe += 1;
    const exceeded = exceededLimit(operation, this.#limits);
    if (exceeded !== undefined) {
      const { limit, actual, unit, member } = exceeded;
      return overLimit(this.#limits, { limit, actual, unit, pointer: `#/${member}`, line });
    }
    if (isSafe || this.#unsafe <= this.#limits.maxUnsafeOperations) return undefined;
    return overLimit(this.#limits, {
      limit: 'maxUnsafeOperations',
      actual: this.#unsafe,
      unit: 'operations with an unsafe method',
      pointer: '#/method',
      line,
    });
  }
}
