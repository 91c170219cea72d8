import { expect, test } from '@jest/globals';
import { parseDraft } from '#console-page/model/parse-draft.js';

const idsOf = (requests: readonly unknown[]): unknown[] =>
  parseDraft(JSON.stringify({ requests })).requests.map(({ id }) => id);

test('an operation without an id gets the one that the server gives it', () => {
  const operation = { method: 'GET', url: '/' };
  expect(idsOf([operation, operation])).toEqual(['0', '1']);
  expect(idsOf([{ ...operation, id: '1' }, operation, operation])).toEqual(['1', '2', '3']);
  expect(idsOf([operation, { ...operation, atomicityGroup: '1' }, { ...operation, id: 'a' }])).toEqual([
    '0',
    '2',
    'a',
  ]);
});

test('what the server will refuse is kept as far as it can be shown', () => {
  const batch = parseDraft(
    '{"onError":"stop","requests":[7,{"method":"get","url":5,"headers":[],"body":1}]}',
  );
  expect(batch).toEqual({
    onError: 'stop',
    requests: [
      { id: '0', method: '', url: '' },
      { id: '1', method: 'GET', url: '5', headers: {}, body: 1 },
    ],
  });
});

test.each(['null', '[]', '{}', '{"requests":{}}'])('%s has no operations', (text) => {
  expect(parseDraft(text).requests).toEqual([]);
});

test('a text that is not JSON is an error', () => {
  expect(() => parseDraft('{')).toThrow(SyntaxError);
});
