import { type Issue, MAX_ISSUES } from './issue.js';

/** The issues of one batch, in the order in which they were found. Keeps the first {@link MAX_ISSUES} and ignores the rest. */
export class IssueCollector {
  readonly #found: Issue[] = [];

  /** The issues so far, at most {@link MAX_ISSUES}. */
  get found(): readonly Issue[] {
    return this.#found;
  }

  /** True if further issues would be ignored, so that there is no need to look for them. */
  get isFull(): boolean {
    return this.#found.length >= MAX_ISSUES;
  }

  /** Adds an issue with the members of an {@link Issue}. Does nothing if the collector is full. */
  add(pointer: string, code: string, detail: string): void {
    if (!this.isFull) this.#found.push({ pointer, code, detail });
  }
}
