import { expect, test } from '@jest/globals';
import { countStates } from '#console-page/run/count-states.js';
import { OutcomeGroups } from '#console-page/run/outcome-groups.js';
import { toRowList, toRows } from './to-rows.js';

const operations = [0, 1, 2].map((index) => ({ index, id: `op${index}`, method: 'GET', url: `/${index}` }));
const progress = { total: 3, done: 2, succeeded: 1, failed: 1, other: 0, percent: 66 };

test('counts rows; what has none is pending', () => {
  const rows = toRows([{ response: {} }, { response: { status: 404 } }]);
  const groups = new OutcomeGroups(toRowList(rows), operations).read();
  expect(countStates(3, { groups, progress: undefined })).toEqual({
    ...{ failed: 1, other: 0, succeeded: 1, pending: 1 },
  });
});

test('as long as there are no rows, the progress that the server reports counts', () => {
  const groups = new OutcomeGroups(toRowList([]), operations).read();
  expect(countStates(3, { groups, progress })).toEqual({ failed: 1, other: 0, succeeded: 1, pending: 1 });
});
