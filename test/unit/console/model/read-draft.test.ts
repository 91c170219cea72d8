import { expect, test } from '@jest/globals';
import { toGraph } from '#console-page/model/operation-graph.js';
import { readDraft } from '#console-page/model/read-draft.js';

test('the operations of a draft, with the ids that the server gives them', () => {
  const text = JSON.stringify({
    requests: [
      { method: 'get', url: '/a' },
      { id: 'b', method: 'PUT', url: '$0' },
    ],
  });
  const draft = readDraft(text) ?? [];
  expect(draft).toMatchObject([
    { index: 0, id: '0', method: 'GET', url: '/a' },
    { index: 1, id: 'b', method: 'PUT', url: '$0' },
  ]);
  expect(toGraph(draft).edges).toMatchObject([{ from: 0, to: 1 }]);
});

test.each(['', '{', 'null', '[]', '{}', '{"requests":{}}', '{"requests":[]}', `"${'x'.repeat(1_000_001)}"`])(
  'what is no batch has no graph',
  (text) => {
    expect(readDraft(text)).toBeUndefined();
  },
);

test('members of the wrong kind are left out', () => {
  const wrong = {
    id: 'a',
    method: 'GET',
    url: '/',
    headers: { 'if-match': 7 },
    dependsOn: [1, 'b', null],
    references: [null, { from: 2 }, { from: 'b' }],
    atomicityGroup: {},
  };
  const [operation] = readDraft(JSON.stringify({ requests: [wrong, 'text', null, []] })) ?? [];
  expect(operation).toEqual({
    index: 0,
    id: 'a',
    method: 'GET',
    url: '/',
    headers: {},
    dependsOn: ['b'],
    references: [{ at: '', from: 'b', value: '' }],
  });
});
