import assert from 'node:assert/strict';
import { assertRefused } from '../assert-problem.js';
import type { ConformanceCase } from '../case.js';
import { postJson } from '../refusal-case.js';

const ONE_READ = '{"requests":[{"method":"GET","url":"/echo"}]}';

const MALFORMED: readonly (readonly [string, string, string | Uint8Array, string])[] = [
  ['C060', 'nothing', '', 'The body is empty; it must be JSON'],
  ['C061', 'white space', ' \n ', 'unexpected end of input; see character 3 (line 2, column 2)'],
  ['C062', 'a brace', '{', 'unexpected end of input; see character 1 (line 1, column 2)'],
  [
    'C063',
    'truncated after a whole operation',
    ONE_READ.slice(0, -2),
    'unexpected end of input; see character 43 ',
  ],
  ['C064', 'truncated inside a string', ONE_READ.slice(0, 20), 'unexpected end of input; see character 20 '],
  [
    'C065',
    'a word',
    'nope',
    'expected the rest of a number, true, false or null; see character 1 (line 1, column 2)',
  ],
  ['C066', 'text behind the value', `${ONE_READ} x`, 'expected nothing after the value; see character 46 '],
  ['C067', 'two values', `${ONE_READ}${ONE_READ}`, 'expected nothing after the value; see character 45 '],
  ['C068', 'single quotes', "{'requests':[]}", 'expected a name in double quotes or }; see character 1 '],
  [
    'C069',
    'a trailing comma',
    '{"requests":[{"method":"GET","url":"/echo"},]}',
    'expected a value; see character 44 ',
  ],
  ['C070', 'a comment', `/* read */${ONE_READ}`, 'expected a value; see character 0 (line 1, column 1)'],
  [
    'C071',
    'NaN',
    '{"requests":[{"method":"GET","url":"/echo","body":NaN}]}',
    'expected a value; see character 50 ',
  ],
  [
    'C072',
    'a raw line feed in a string',
    '{"requests":[{"method":"GET","url":"/ec\nho"}]}',
    'expected a character or escape sequence that a string may contain; see character 39 ',
  ],
  [
    'C073',
    'bytes that are not UTF-8',
    Buffer.from('{"requests":[{"method":"GET","url":"/\xff"}]}', 'latin1'),
    'The body is not valid UTF-8; see character 37 (line 1, column 38)',
  ],
  ['C074', 'XML', '<requests/>', 'expected a value; see character 0 (line 1, column 1)'],
  [
    'C1200',
    'a missing comma on the third line',
    '{\n  "requests": [\r\n    {"method": "GET" "url": "/echo"}\n  ]\n}',
    'The body is not well-formed JSON: expected a comma or }; see character 40 (line 3, column 22)',
  ],
  [
    'C1201',
    'an escape sequence that JSON does not have',
    String.raw`{"requests":[{"method":"GET","url":"/é🦊\x41"}]}`,
    'expected a character or escape sequence that a string may contain; see character 41 (line 1, column 42)',
  ],
];

/** Text that is not JSON: 400 `malformed-json`. A body parser in front answers these itself. */
export const malformedJsonCases: readonly ConformanceCase[] = [
  ...MALFORMED.map(
    ([id, title, body, detail]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: 'RFC 8259 §2',
      title: `${title}: 400 malformed-json, and the place`,
      async check(host) {
        const answer = await host.exchange({
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        const problem = assertRefused(host, answer, [400, 'malformed-json']);
        assert.equal(problem.errors, undefined, 'there is no structure to point into');
        assert.ok(problem.detail?.includes(detail), problem.detail);
      },
    }),
  ),
  {
    id: 'C075',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-request',
    title: 'a refusal does not echo a long input',
    async check(host) {
      const answer = await postJson(host, `{"requests": ${'z'.repeat(5000)}`);
      assertRefused(host, answer, [400, 'malformed-json']);
      assert.ok(answer.bytes.length < 1000, `${answer.bytes.length} bytes`);
    },
  },
];
