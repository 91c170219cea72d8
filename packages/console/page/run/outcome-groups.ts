import type { Row, RowState } from '../model/row.js';
import type { RowList } from '../model/row-list.js';
import { describeFailure } from './describe-failure.js';

/** Outcomes of the same kind: failures with the same problem, or all that ended in the same way otherwise. */
export interface OutcomeGroup {
  readonly key: string;
  readonly state: RowState;
  /** `undefined` if the statuses in the group may differ. */
  readonly status: number | undefined;
  readonly title: string;
  /** The `type` of the problem that the failures share. */
  readonly type: string | undefined;
  readonly rows: readonly Row[];
}

interface GrowingGroup extends OutcomeGroup {
  readonly rows: Row[];
  /** True if the operations did not run because of others: these are shown after their causes. */
  readonly isConsequence: boolean;
}

const TITLES = { other: 'Redirected, or answered in another way', succeeded: 'Succeeded' } as const;

/** Groups the rows of a run as they arrive. Each row is looked at once. */
export class OutcomeGroups {
  readonly #rows: RowList;
  readonly #groups = new Map<string, GrowingGroup>();
  #seen = 0;

  constructor(rows: RowList) {
    this.#rows = rows;
  }

  /** Returns the groups: the failures first, those that others caused last among them, then other outcomes, then successes. */
  read(): readonly OutcomeGroup[] {
    const { all } = this.#rows;
    for (; this.#seen < all.length; this.#seen += 1) this.#add(all[this.#seen] as Row);
    return [...this.#groups.values()].toSorted((a, b) => orderOf(a) - orderOf(b));
  }

  /** Sorts the rows of each group by their place in the batch, once all have arrived. */
  sort(): void {
    for (const { rows } of this.#groups.values()) rows.sort((a, b) => a.index - b.index);
  }

  #add(row: Row): void {
    const { state } = row;
    const failure = state === 'failed' ? describeFailure(row) : undefined;
    const key = failure?.kind ?? state;
    const group = this.#groups.get(key);
    if (group !== undefined) {
      group.rows.push(row);
      return;
    }
    this.#groups.set(key, {
      key,
      state,
      status: failure && row.response.status,
      title: failure?.title ?? TITLES[state as 'other' | 'succeeded'],
      type: failure?.type,
      rows: [row],
      isConsequence: failure !== undefined && failure.because.length > 0,
    });
  }
}

function orderOf({ state, isConsequence }: GrowingGroup): number {
  if (state === 'succeeded') return 3;
  if (state === 'other') return 2;
  return isConsequence ? 1 : 0;
}
