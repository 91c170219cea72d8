import { expect, test } from '@jest/globals';
import type { Multistatus, MultistatusResponse } from '@multistatus/document';
import { validateMultistatus, validateMultistatusInTurns } from '@multistatus/document/xml-reader';
import { toXmlText } from '@multistatus/document/xml-writer';

const COUNT = 3_000;
const response = (index: number): MultistatusResponse => ({
  href: `/${index % 2_990}`,
  status: index % 9 === 0 ? 302 : 200,
});
const model: Multistatus = { responses: Array.from({ length: COUNT }, (_, index) => response(index)) };
const xml = toXmlText(model, { operationsPath: '/operations/' });

test.each<[name: string, document: string | Multistatus]>([
  ['a model', model],
  ['an XML text', xml],
])('%s is validated while other callbacks run, with the same result', async (_name, document) => {
  const expected = validateMultistatus(document);
  expect(expected.length).toBeGreaterThan(COUNT / 10);
  let turns = 0;
  let isRunning = true;
  const count = (): void => {
    turns += 1;
    if (isRunning) setImmediate(count);
  };
  setImmediate(count);
  expect(await validateMultistatusInTurns(document)).toEqual(expected);
  isRunning = false;
  // At least one turn for each 256 responses of each of the rules that look at responses.
  expect(turns).toBeGreaterThan((10 * COUNT) / 256);
});

test('it rejects with what the synchronous form throws', async () => {
  await expect(validateMultistatusInTurns(xml, { maxBytes: 10 })).rejects.toMatchObject({ rule: 'maxBytes' });
  await expect(validateMultistatusInTurns('<!DOCTYPE a><a/>')).rejects.toThrow();
  expect(await validateMultistatusInTurns('<a>')).toMatchObject([{ rule: 'X1' }]);
});
