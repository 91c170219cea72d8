import type { ListRow } from '../model/row.js';
import type { OutcomeGroup } from './outcome-groups.js';

/** The height of the line of one outcome, in pixels. */
const ROW_HEIGHT = 36;

/**
 * Returns the height of the line of a group, in pixels. That of failures has a second line of text, what to do next; that of a single
 * failure a third one, the operation.
 */
export function groupHeight({ state, rows }: OutcomeGroup): number {
  if (state !== 'failed') return 40;
  return rows.length === 1 ? 74 : 56;
}

/** A line of the list: a group, or one outcome of an expanded group. */
export interface Line {
  readonly group: OutcomeGroup;
  /** `undefined` for the line of the group itself. */
  readonly row: ListRow | undefined;
}

interface Section {
  readonly group: OutcomeGroup;
  /** The number of its first line, and where that begins in pixels. */
  readonly first: number;
  readonly top: number;
}

/** The lines of a list, of which only those that can be seen are drawn. */
export class ListLines {
  /** The number of lines. */
  readonly count: number;
  /** The height of all lines in pixels. */
  readonly height: number;
  readonly #sections: readonly Section[];

  constructor(groups: readonly OutcomeGroup[], isExpanded: (group: OutcomeGroup) => boolean) {
    const sections: Section[] = [];
    let first = 0;
    let top = 0;
    for (const group of groups) {
      sections.push({ group, first, top });
      const rows = isExpanded(group) ? group.rows.length : 0;
      first += 1 + rows;
      top += groupHeight(group) + rows * ROW_HEIGHT;
    }
    this.count = first;
    this.height = top;
    this.#sections = sections;
  }

  /** Returns the line with a number from 0; `undefined` if there is none. */
  at(number: number): Line | undefined {
    const section = this.#sections.findLast(({ first }) => first <= number);
    if (section === undefined || number >= this.count) return undefined;
    const { group, first } = section;
    return { group, row: number === first ? undefined : group.rows[number - first - 1] };
  }

  /** Returns where a line begins, in pixels from the top. */
  topOf(number: number): number {
    const section = this.#sections.findLast(({ first }) => first <= number);
    if (section === undefined) return 0;
    const rows = number - section.first;
    return section.top + (rows === 0 ? 0 : groupHeight(section.group) + (rows - 1) * ROW_HEIGHT);
  }

  /** Returns the number of the line at a distance from the top, in pixels. */
  numberAt(y: number): number {
    const section = this.#sections.findLast(({ top }) => top <= y);
    if (section === undefined) return 0;
    const rest = y - section.top - groupHeight(section.group);
    return Math.min(this.count - 1, section.first + (rest < 0 ? 0 : 1 + Math.floor(rest / ROW_HEIGHT)));
  }

  /** Returns the number of the line of a row, or of its group if that is not expanded; -1 if it has none. */
  find(index: number): number {
    for (const [place, { group, first }] of this.#sections.entries()) {
      const position = group.rows.findIndex((row) => row.index === index);
      if (position === -1) continue;
      const next = this.#sections[place + 1]?.first ?? this.count;
      return next === first + 1 ? first : first + 1 + position;
    }
    return -1;
  }
}
