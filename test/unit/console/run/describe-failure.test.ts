import { expect, test } from '@jest/globals';
import { describeFailure } from '#console-page/run/describe-failure.js';
import { type RowInit, toRows } from './to-rows.js';

function describeOne(response: RowInit['response']): object | undefined {
  const [row] = toRows([{ response }]);
  if (row === undefined) return undefined;
  const { title, type, detail, because } = describeFailure(row);
  return { title, type, detail, because };
}

const json = (value: unknown, type = 'application/json'): RowInit['response'] => ({
  status: 422,
  headers: { 'content-type': type },
  body: { encoding: 'json', text: JSON.stringify(value) },
});

const NOTHING = { title: 'Unprocessable Content', type: undefined, detail: '', because: [] };

test.each<[string, RowInit['response'], object]>([
  [
    'a problem of the batch',
    {
      status: 424,
      problem: {
        type: 'urn:multistatus:problem:stopped',
        title: 'T',
        status: 424,
        detail: 'D',
        because: ['a', 7],
      },
    },
    { title: 'T', type: 'urn:multistatus:problem:stopped', detail: 'D', because: ['a'] },
  ],
  [
    'a problem of a handler',
    json({ type: 'https://example.com/x', title: 'T', detail: 'D' }, 'application/problem+json'),
    { title: 'T', type: 'https://example.com/x', detail: 'D', because: [] },
  ],
  ['a message', json({ message: 'too long' }), { ...NOTHING, detail: 'too long' }],
  [
    'a name and a message',
    json({ error: 'no such photo', code: 7 }),
    { ...NOTHING, detail: 'no such photo' },
  ],
  ['an object as error', json({ error: { message: 'deep' } }), NOTHING],
  ['no object', json('text'), NOTHING],
  ['no body', { status: 422 }, NOTHING],
  ['a long body', json({ message: 'x'.repeat(70_000) }), NOTHING],
  [
    'a text',
    {
      status: 422,
      headers: { 'content-type': 'text/plain' },
      body: { encoding: 'text', text: '{"error":"x"}' },
    },
    NOTHING,
  ],
  [
    'a faulty body that says it is JSON',
    { status: 422, headers: { 'content-type': 'application/json' }, body: { encoding: 'text', text: '{' } },
    NOTHING,
  ],
  ['an unknown status', { status: 599 }, { ...NOTHING, title: 'Failed' }],
  ['an unknown status with a reason', { status: 599, reasonPhrase: 'Odd' }, { ...NOTHING, title: 'Odd' }],
])('%s', (_title, response, expected) => {
  expect(describeOne(response)).toEqual(expected);
});

test('names the place of the first fault', () => {
  const errors = [{ pointer: '#/title', detail: 'too long' }, { pointer: '#/id' }];
  const [row] = toRows([
    {
      response: {
        status: 422,
        headers: { 'content-type': 'application/problem+json' },
        body: { encoding: 'json', text: JSON.stringify({ title: 'Not valid', errors }) },
      },
    },
  ]);
  expect(row && describeFailure(row).fault).toBe('/title: too long');
});
