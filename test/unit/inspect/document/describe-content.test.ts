import { expect, test } from '@jest/globals';
import type { MultistatusResponse } from '@multistatus/document';
import { describeContent } from '#inspect/document/describe-content.js';
import { sniffFormat } from '#inspect/document/detect-format.js';

function failedWith(value: unknown): MultistatusResponse {
  return { href: '/a', status: 422, body: { encoding: 'json', text: JSON.stringify(value) } };
}

test.each<[what: string, value: unknown, expected: object]>([
  ['a problem', { title: 'T', detail: 'D' }, { description: 'D', errors: [] }],
  ['a message', { message: 'M' }, { description: 'M' }],
  ['an error as text', { error: 'E' }, { description: 'E' }],
  [
    'an error as an object',
    { error: { message: 'M', details: [{ target: 'x', message: 'y' }] } },
    { description: 'M', errors: [{ at: 'x', message: 'y' }] },
  ],
  [
    'faults of ajv',
    { errors: [{ instancePath: '/a', message: 'must be string' }] },
    { errors: [{ at: '/a', message: 'must be string' }] },
  ],
  ['faults as texts', { errors: ['one', 7, null] }, { errors: [{ at: '', message: 'one' }] }],
  ['a text', 'no', { description: 'no' }],
  ['nothing of use', 7, { description: undefined, errors: [], because: [] }],
])('%s', (_what, value, expected) => {
  expect(describeContent(failedWith(value))).toMatchObject(expected);
});

test('the content of a success is no description', () => {
  expect(
    describeContent({ href: '/a', status: 200, body: { encoding: 'json', text: '{"title":"T"}' } })
      .description,
  ).toBeUndefined();
});

test.each<[text: string, format: string | undefined]>([
  ['<a/>', 'xml'],
  ['\uFEFF \n<a/>', 'xml'],
  ['[]', 'json'],
  ['{\n"responses": []}', 'json'],
  ['{"responses":[]}\n', 'json'],
  ['{"href":"/a","status":200}', 'ndjson'],
  ['{"summary":{}}', 'ndjson'],
  ['{"index":0}\n{"summary":{}}', 'ndjson'],
  ['{"photos":[]}', 'json'],
  ['hello', undefined],
  ['', undefined],
])('%j is %s', (text, format) => {
  expect(sniffFormat(text)).toBe(format);
});
