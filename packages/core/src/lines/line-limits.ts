import type { Problem } from '@multistatus/document';
import { isSafeMethod } from '@multistatus/wire';
import type { Operation } from '../operation/operation.js';
import type { Limits } from '../options/resolve-limits.js';
import { headerBytes } from '../validate/operation-headers.js';
import { overLimit } from './line-problem.js';

/** Holds the operations of the lines of one batch against the limits. */
export class LineLimits {
  readonly #limits: Limits;
  /** How many have an unsafe method. */
  #unsafe = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Returns the problem of an operation that exceeds a limit. To be called once for each. */
  refusalOf({ method, url, headers }: Operation, line: number): Problem | undefined {
    const { maxUrlLength, maxHeaderBytes, maxUnsafeOperations } = this.#limits;
    const isSafe = isSafeMethod(method);
    if (!isSafe) this.#unsafe += 1;
    if (url.length > maxUrlLength) {
      const unit = 'characters';
      return this.#exceeded('maxUrlLength', url.length, { unit, pointer: '#/url', line });
    }
    const bytes = headerBytes(headers);
    if (bytes > maxHeaderBytes) {
      const unit = 'bytes of headers';
      return this.#exceeded('maxHeaderBytes', bytes, { unit, pointer: '#/headers', line });
    }
    if (isSafe || this.#unsafe <= maxUnsafeOperations) return undefined;
    const unit = 'operations with an unsafe method';
    return this.#exceeded('maxUnsafeOperations', this.#unsafe, { unit, pointer: '#/method', line });
  }

  #exceeded(
    limit: keyof Limits,
    actual: number,
    at: { readonly unit: string; readonly pointer: string; readonly line: number },
  ): Problem {
    return overLimit(this.#limits, { limit, actual, ...at });
  }
}
