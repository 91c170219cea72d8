import assert from 'node:assert/strict';
import { assertRefused } from '../assert-problem.js';
import type { ConformanceCase } from '../case.js';
import { postJson } from '../refusal-case.js';

const ONE_READ = '{"requests":[{"method":"GET","url":"/echo"}]}';

const MALFORMED: readonly (readonly [string, string, string | Uint8Array])[] = [
  ['C060', 'nothing', ''],
  ['C061', 'white space', ' \n '],
  ['C062', 'a brace', '{'],
  ['C063', 'truncated after a whole operation', ONE_READ.slice(0, -2)],
  ['C064', 'truncated inside a string', ONE_READ.slice(0, 20)],
  ['C065', 'a word', 'nope'],
  ['C066', 'text behind the value', `${ONE_READ} x`],
  ['C067', 'two values', `${ONE_READ}${ONE_READ}`],
  ['C068', 'single quotes', "{'requests':[]}"],
  ['C069', 'a trailing comma', '{"requests":[{"method":"GET","url":"/echo"},]}'],
  ['C070', 'a comment', `/* read */${ONE_READ}`],
  ['C071', 'NaN', '{"requests":[{"method":"GET","url":"/echo","body":NaN}]}'],
  ['C072', 'a raw line feed in a string', '{"requests":[{"method":"GET","url":"/ec\nho"}]}'],
  [
    'C073',
    'bytes that are not UTF-8',
    Buffer.from('{"requests":[{"method":"GET","url":"/\xff"}]}', 'latin1'),
  ],
  ['C074', 'XML', '<requests/>'],
];

/** Text that is not JSON: 400 `malformed-json`. A body parser in front answers these itself. */
export const malformedJsonCases: readonly ConformanceCase[] = [
  ...MALFORMED.map(
    ([id, title, body]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: 'RFC 8259 §2',
      title: `${title}: 400 malformed-json`,
      async check(host) {
        const answer = await host.exchange({
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        const problem = assertRefused(host, answer, [400, 'malformed-json']);
        assert.equal(problem.errors, undefined, 'there is no structure to point into');
      },
    }),
  ),
  {
    id: 'C075',
    level: 'MUST',
    section: 'README#problem-types',
    title: 'a refusal does not echo a long input',
    async check(host) {
      const answer = await postJson(host, `{"requests": ${'z'.repeat(5000)}`);
      assertRefused(host, answer, [400, 'malformed-json']);
      assert.ok(answer.bytes.length < 1000, `${answer.bytes.length} bytes`);
    },
  },
];
