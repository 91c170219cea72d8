import assert from 'node:assert/strict';
import { assertProblemOutcome, type ProblemObject, textOf } from '../assert-problem.js';
import { get } from '../batch-requests.js';
import type { ConformanceCase, HostOptions } from '../case.js';
import { JSONL, type Line, linesOf, type Sent, send } from '../send-lines.js';

const SECTION = 'docs/reference/wire-format#json-lines';

/** The lines that the cases about invalid ones send, each with what becomes of it. */
const INVALID: readonly (readonly [
  id: string,
  title: string,
  line: Sent,
  problem: readonly [number, string],
  expected: Partial<ProblemObject> & { readonly code?: string; readonly at?: string },
  options?: HostOptions,
])[] = [
  ['C1434', 'that is not JSON', '{"method"', [400, 'malformed-item'], {}],
  ['C1435', 'that is no object', '[1]', [400, 'invalid-operation'], { code: 'wrong-type', at: '#' }],
  [
    'C1436',
    'with a URL that is not a path',
    get('echo'),
    [400, 'invalid-operation'],
    { code: 'not-a-path', at: '#/url' },
  ],
  [
    'C1437',
    'with a denied header',
    get('/echo', { headers: { host: 'example.org' } }),
    [400, 'invalid-operation'],
    { code: 'denied-header', at: '#/headers/host' },
  ],
  [
    'C1438',
    'with an id that was used before',
    get('/echo', { id: 'first' }),
    [400, 'invalid-operation'],
    { code: 'duplicate-id', at: '#/id' },
  ],
  [
    'C1439',
    'with a custom_id that was used before',
    { ...get('/echo'), custom_id: 'first' },
    [400, 'invalid-operation'],
    { code: 'duplicate-id', at: '#/custom_id' },
  ],
  [
    'C1440',
    'with an id and another custom_id',
    { ...get('/echo', { id: 'a' }), custom_id: 'b' },
    [400, 'invalid-operation'],
    { code: 'ambiguous-id', at: '#/custom_id' },
  ],
  [
    'C1441',
    'that depends on a line that there is not',
    get('/echo', { dependsOn: ['nobody'] }),
    [400, 'invalid-operation'],
    { code: 'unknown-dependency', at: '#/dependsOn/0' },
  ],
  [
    'C1442',
    'that refers to a line that there is not',
    get('$nobody'),
    [400, 'invalid-operation'],
    { code: 'unknown-reference', at: '#/url' },
  ],
  [
    'C1443',
    'that depends on itself',
    get('/echo', { id: 'self', dependsOn: ['self'] }),
    [400, 'invalid-operation'],
    { code: 'self-dependency', at: '#/dependsOn/0' },
  ],
  [
    'C1444',
    'that nests too deeply',
    { method: 'POST', url: '/echo', body: [[[[1]]]] },
    [413, 'limit-exceeded'],
    { limit: 'maxJsonDepth', max: 3, actual: 5 },
    { limits: { maxJsonDepth: 3 } },
  ],
  [
    'C1445',
    'that is too long',
    { method: 'POST', url: '/echo', body: 'x'.repeat(100) },
    [413, 'limit-exceeded'],
    { limit: 'maxLineBytes', max: 100 },
    { limits: { maxLineBytes: 100 } },
  ],
  [
    'C1446',
    'with a URL that is too long',
    get(`/echo?${'x'.repeat(100)}`),
    [413, 'limit-exceeded'],
    { limit: 'maxUrlLength', max: 100, actual: 106, pointer: '#/url' },
    { limits: { maxUrlLength: 100 } },
  ],
  [
    'C1447',
    'with a group, where there are no transactions',
    get('/echo', { atomicityGroup: 'g' }),
    [501, 'transactions-not-supported'],
    { pointer: '#/atomicityGroup' },
  ],
  [
    'C1448',
    'with one unsafe method too many',
    { method: 'POST', url: '/echo', body: 1 },
    [413, 'limit-exceeded'],
    { limit: 'maxUnsafeOperations', max: 1, actual: 2, pointer: '#/method' },
    { limits: { maxUnsafeOperations: 1 } },
  ],
];

const CASES: readonly ConformanceCase[] = [
  ...INVALID.flatMap(([id, title, line, problem, expected, options]): ConformanceCase[] => [
    {
      id,
      level: 'MUST',
      section: SECTION,
      ...(options === undefined ? {} : { options }),
      title: `a line ${title} fails, in an answer of lines and in one of JSON, and the others run`,
      async check(host) {
        const lines = [
          { method: 'POST', url: '/echo?1', id: 'first' },
          '',
          line,
          get('/echo?2', { id: 'last' }),
        ];
        for (const accept of [JSONL, 'application/json']) {
          host.reset();
          const answer = await send(host, lines, { accept });
          assert.equal(answer.status, 207, textOf(answer));
          const responses =
            accept === JSONL
              ? linesOf(answer)
              : (JSON.parse(textOf(answer)) as { responses: Line[] }).responses;
          assert.equal(responses.length, 3);
          assert.deepEqual(host.urls().toSorted(), ['/echo?1', '/echo?2']);
          assert.deepEqual([responses[0]?.status, responses[2]?.status], [200, 200]);
          const { code, at, ...members } = expected;
          const reported = assertProblemOutcome(responses[1], problem) as ProblemObject & { line?: number };
          assert.equal(reported.line, 3);
          assert.equal(reported.executed, false);
          assert.deepEqual({ ...reported, ...members }, reported);
          if (code !== undefined)
            assert.deepEqual(
              reported.errors?.map((issue) => [issue.pointer, issue.code]),
              [[at, code]],
            );
        }
      },
    },
  ]),
];

/** Lines that are not valid: each fails on its own. */
export const invalidLineCases: readonly ConformanceCase[] = CASES.map((each) => ({
  ...each,
  comparable: false, // lines are in the order of completion
}));
