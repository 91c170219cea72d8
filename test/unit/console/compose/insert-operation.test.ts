import { describe, expect, test } from '@jest/globals';
import { checkBatch } from '@multistatus/core/check';
import { insertOperations } from '#console-page/compose/insert-operation.js';
import { TEMPLATES } from '#console-page/compose/templates.js';

const NEW = { id: 'new', method: 'GET', url: '/new' };
const WRITTEN = '{ "id": "new", "method": "GET", "url": "/new" }';

/** Returns the text after an insertion where `|` is, and checks the range. */
function insertAt(marked: string): string {
  const { text, start, end } = insertOperations(marked.replace('|', ''), marked.indexOf('|'), [NEW]);
  expect(text.slice(start, end)).toBe(WRITTEN);
  return text;
}

describe('insertOperations', () => {
  test.each([
    ['an empty text', '|', `{\n  "requests": [\n    ${WRITTEN}\n  ]\n}`],
    ['white space', ' \n|', `{\n  "requests": [\n    ${WRITTEN}\n  ]\n}`],
    ['an empty batch', '|{"requests":[ ]}', `{"requests":[\n    ${WRITTEN}\n  ]}`],
    [
      'after the operation with the caret',
      '{"requests":[{"a":1|}, 2]}',
      `{"requests":[{"a":1},\n    ${WRITTEN}, 2]}`,
    ],
    [
      'at the end otherwise',
      '|{"requests":[1, 2 ] , "n":1.0}',
      `{"requests":[1, 2,\n    ${WRITTEN} ] , "n":1.0}`,
    ],
    ['a text that is not JSON yet', '{"requests":[|', `{"requests":[${WRITTEN}`],
    ['JSON that is no batch', '[|]', `[${WRITTEN}]`],
  ])('%s', (_what, before, after) => {
    expect(insertAt(before)).toBe(after);
  });

  test('writes a long operation on several lines, indented', () => {
    const { text } = insertOperations('', 0, [{ ...NEW, body: { text: 'x'.repeat(70) } }]);
    expect(text).toContain(`\n    {\n      "id": "new",\n`);
    expect(JSON.parse(text)).toMatchObject({ requests: [NEW] });
  });

  test('10,000 operations take no time', () => {
    const before = JSON.stringify({ requests: Array.from({ length: 10_000 }, () => NEW) });
    const { text } = insertOperations(before, before.length, [NEW]);
    expect((JSON.parse(text) as { requests: unknown[] }).requests).toHaveLength(10_001);
  });
});

describe('the templates', () => {
  test('are batches that an endpoint takes, however often they are inserted', () => {
    let text = '';
    for (const { toOperations } of [...TEMPLATES, ...TEMPLATES])
      ({ text } = insertOperations(text, text.length, toOperations(text, '/v1')));
    expect(checkBatch(text, { basePath: '/v1' })).toEqual([]);
  });
});
