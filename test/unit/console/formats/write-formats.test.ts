import { expect, test } from '@jest/globals';
import { writeFormat } from '#console-page/formats/write-formats.js';
import { toRows } from '../run/to-rows.js';

const content = {
  rows: toRows([{ response: {} }, { response: { status: 404 } }]),
  place: { origin: 'http://api.example', basePath: '' },
  operationsPath: '/batch/operations/',
};
const linesOf = async (isComplete: boolean): Promise<unknown[]> => {
  const { text } = await writeFormat('ndjson', { ...content, isComplete });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => Object.keys(JSON.parse(line) as object).includes('summary'));
};

test('NDJSON ends with the summary only if all outcomes have arrived', async () => {
  expect(await linesOf(true)).toEqual([false, false, true]);
  expect(await linesOf(false)).toEqual([false, false]);
});
