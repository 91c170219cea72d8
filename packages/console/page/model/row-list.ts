import { type Signal, signal } from '@preact/signals';
import type { Row } from './row.js';

/**
 * The rows of a run, in the order in which they arrived. Ten thousand may arrive within a second, so the page is drawn again at
 * most once a frame.
 */
export class RowList {
  /** Changes when there are new rows, at most once a frame. A component that shows rows reads it, so that it is drawn again. */
  readonly version: Signal<number> = signal(0);
  readonly #rows: Row[] = [];
  readonly #byIndex = new Map<number, Row>();
  #isAnnounced = false;

  /** All rows, in the order in which they arrived. The array grows; it is never replaced. */
  get all(): readonly Row[] {
    return this.#rows;
  }

  /** Returns the row of the operation with an index; `undefined` if it has no outcome yet. */
  at(index: number): Row | undefined {
    return this.#byIndex.get(index);
  }

  /** Adds a row, unless there is one of the same index. */
  add(row: Row): void {
    if (this.#byIndex.has(row.index)) return;
    this.#byIndex.set(row.index, row);
    this.#rows.push(row);
    if (this.#isAnnounced) return;
    this.#isAnnounced = true;
    requestAnimationFrame(() => {
      this.#isAnnounced = false;
      this.version.value += 1;
    });
  }
}
