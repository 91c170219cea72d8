import type { ListRow, PendingRow, Row, RowState } from '../model/row.js';
import type { RowList } from '../model/row-list.js';
import type { RunOperation } from '../model/run.js';
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
  readonly rows: readonly ListRow[];
}

interface GrowingGroup extends OutcomeGroup {
  readonly rows: ListRow[];
  /** True if the operations did not run because of others: these are shown after their causes. */
  readonly isConsequence: boolean;
}

const TITLES = { other: 'Redirected, or answered in another way', succeeded: 'Succeeded' } as const;

/** Groups the rows of a run as they arrive. Each row is looked at once. */
export class OutcomeGroups {
  readonly #rows: RowList;
  readonly #groups = new Map<string, GrowingGroup>();
  #pending: readonly PendingRow[];
  #seen = 0;

  /** `operations` are those of which the ones without an outcome are listed too. */
  constructor(rows: RowList, operations: readonly RunOperation[] = []) {
    this.#rows = rows;
    this.#pending = operations.map(toPending);
  }

  /**
   * Returns the groups: the failures first, those that others caused last among them, then other outcomes, then successes. The last
   * one, with the title `pendingTitle`, has the operations without an outcome.
   */
  read(pendingTitle = ''): readonly OutcomeGroup[] {
    const { all } = this.#rows;
    for (; this.#seen < all.length; this.#seen += 1) this.#add(all[this.#seen] as Row);
    const groups = [...this.#groups.values()].toSorted((a, b) => orderOf(a) - orderOf(b));
    this.#pending = this.#pending.filter(({ index }) => this.#rows.at(index) === undefined);
    return this.#pending.length === 0 ? groups : [...groups, pendingGroup(pendingTitle, this.#pending)];
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

function toPending({ index, id, method, url }: RunOperation): PendingRow {
  return { index, id, method, url, state: 'pending' };
}

function pendingGroup(title: string, rows: readonly PendingRow[]): OutcomeGroup {
  return { key: 'pending', state: 'pending', status: undefined, title, type: undefined, rows };
}

function orderOf({ state, isConsequence }: GrowingGroup): number {
  if (state === 'succeeded') return 3;
  if (state === 'other') return 2;
  return isConsequence ? 1 : 0;
}
