import { describe, expect, test } from '@jest/globals';
import { groupHeight, ListLines } from '#console-page/run/list-lines.js';
import { OutcomeGroups } from '#console-page/run/outcome-groups.js';
import { toRowList, toRows } from './to-rows.js';

// Groups of 2, 1 and 3: failures, an other outcome, successes.
const statuses = [200, 404, 302, 404, 200, 200];
const groups = new OutcomeGroups(
  toRowList(toRows(statuses.map((status) => ({ response: { status } })))),
).read();
const open = new ListLines(groups, ({ state }) => state !== 'other');

const HEIGHT = groups.reduce((sum, group) => sum + groupHeight(group), 0) + 5 * 36;

test('has a line for each group, and for each row of an expanded one', () => {
  expect([open.count, open.height]).toEqual([3 + 5, HEIGHT]);
  const lines = Array.from({ length: 9 }, (_, number) => open.at(number));
  expect(lines.map((line) => line && [line.group.state, line.row?.index])).toEqual([
    ['failed', undefined],
    ['failed', 1],
    ['failed', 3],
    ['other', undefined],
    ['succeeded', undefined],
    ['succeeded', 0],
    ['succeeded', 4],
    ['succeeded', 5],
    undefined,
  ]);
});

test('every line is where it begins, and until the next one begins', () => {
  for (let number = 0; number < open.count; number += 1) {
    expect(open.numberAt(open.topOf(number))).toBe(number);
    expect(open.numberAt(open.topOf(number + 1) - 1)).toBe(number);
  }
  expect(open.topOf(open.count)).toBe(HEIGHT);
  expect(open.numberAt(HEIGHT + 1_000)).toBe(open.count - 1);
});

describe('finds a row', () => {
  test('by its index, or its group if that is not expanded', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((index) => open.find(index))).toEqual([5, 1, 3, 2, 6, 7, -1]);
  });
});

test('may be empty', () => {
  const empty = new ListLines([], () => true);
  expect([empty.count, empty.height, empty.at(0), empty.topOf(0), empty.numberAt(10)]).toEqual([
    0,
    0,
    undefined,
    0,
    0,
  ]);
});
