import assert from 'node:assert/strict';
import { assertProblemOutcome, assertRefused, type ProblemObject, textOf } from '../assert-problem.js';
import { get, madeUrl } from '../batch-requests.js';
import type {
  ConformanceCase,
  HostOptions,
  JsonResponse,
  RunningHost,
  WireAnswer,
  WireRequest,
} from '../case.js';

const SECTION = 'README#json-lines';
const JSONL = 'application/jsonl';

/** A line of an answer: a response, or the summary at the end. */
type Line = JsonResponse & { readonly index: number };

interface LinesAnswer {
  readonly answer: WireAnswer;
  /** In the order of their indexes. */
  readonly responses: readonly Line[];
  /** Their indexes in the order in which they were sent. */
  readonly order: readonly number[];
}

type Sent = string | object;

async function send(
  host: RunningHost,
  lines: readonly Sent[] | WireRequest['body'],
  headers: WireRequest['headers'] = {},
): Promise<WireAnswer> {
  const body = Array.isArray(lines) ? toText(lines as readonly Sent[]) : (lines as WireRequest['body']);
  return host.exchange({ method: 'POST', headers: { 'content-type': JSONL, ...headers }, body: body ?? '' });
}

function toText(lines: readonly Sent[]): string {
  return lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
}

/** Sends lines, and expects an answer in lines. */
async function runLines(
  host: RunningHost,
  lines: readonly Sent[] | WireRequest['body'],
  headers: WireRequest['headers'] = {},
): Promise<LinesAnswer> {
  const answer = await send(host, lines, headers);
  assert.equal(answer.status, 207, textOf(answer));
  const all = textOf(answer)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const sent = all.slice(0, -1);
  const { summary } = all.at(-1) as unknown as { summary: { total: number } };
  assert.equal(summary.total, sent.length);
  return {
    answer,
    responses: sent.toSorted((one, other) => one.index - other.index),
    order: sent.map(({ index }) => index),
  };
}

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

/** Batches in JSON Lines: run as they arrive, and answered alike. */
export const lineCases: readonly ConformanceCase[] = [
  {
    id: 'C1430',
    level: 'MUST',
    section: SECTION,
    title: 'each line is an operation, and is answered by a line; custom_id is its id',
    async check(host) {
      const lines = [
        { custom_id: 'request-1', method: 'POST', url: '/echo', body: { a: 1 } },
        '',
        get('/status/404', { id: 'b' }),
        get('/echo'),
      ];
      const { answer, responses } = await runLines(host, lines);
      assert.equal(answer.headers['content-type'], `${JSONL}; charset=utf-8`);
      assert.deepEqual(
        responses.map(({ id, index, status }) => [id, index, status]),
        [
          ['request-1', 0, 200],
          ['b', 1, 404],
          ['~2', 2, 200],
        ],
      );
      assert.match(JSON.stringify(responses[0]?.body), /\\"a\\":1/);
    },
  },
  ...(['application/x-ndjson', 'application/ndjson', 'application/x-jsonlines'] as const).map(
    (type, number): ConformanceCase => ({
      id: `C${1431 + number}`,
      level: 'MUST',
      section: SECTION,
      title: `${type} is taken too, and answered in the same type`,
      async check(host) {
        const { answer } = await runLines(host, [get('/echo')], { 'content-type': type, accept: '*/*' });
        assert.equal(answer.headers['content-type'], `${type}; charset=utf-8`);
      },
    }),
  ),
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
  {
    id: 'C1449',
    level: 'MUST',
    section: SECTION,
    title: 'lines depend on earlier and later lines, and refer to both',
    async check(host) {
      const lines = [
        get(madeUrl({ status: 201, json: { id: 7 }, set: { location: '/echo/7' } }), { id: 'p' }),
        get('$p'),
        get('/echo?late', { dependsOn: ['z'] }),
        get('/echo/{v}', { references: [{ at: '/url/v', from: 'z', value: '/body/id' }] }),
        get(madeUrl({ json: { id: 9 } }), { id: 'z' }),
        get('/status/500', { id: 'bad' }),
        get('/echo?never', { dependsOn: ['bad'] }),
        get('/echo?both', { dependsOn: ['p', 'y'] }),
        get('/status/500', { id: 'y' }),
      ];
      const { responses } = await runLines(host, lines);
      assert.deepEqual(
        responses.map(({ status }) => status),
        [201, 200, 200, 200, 200, 500, 424, 424, 500],
      );
      assert.equal(responses[1]?.href, '/echo/7');
      assert.equal(responses[3]?.href, '/echo/9');
      assert.deepEqual(assertProblemOutcome(responses[6], [424, 'failed-dependency']).because, ['bad']);
      assert.deepEqual(assertProblemOutcome(responses[7], [424, 'failed-dependency']).because, ['y']);
      assert.ok(!host.urls().includes('/echo?never') && !host.urls().includes('/echo?both'));
    },
  },
  {
    id: 'C1450',
    level: 'MUST',
    section: SECTION,
    options: { transaction: 'keeps' },
    title:
      'a group runs at the end of the lines, as a whole; one with an invalid member does not take effect',
    async check(host) {
      const { responses } = await runLines(host, [
        get('/echo?g1', { id: 'g1', atomicityGroup: 'g' }),
        get('/echo?h1', { atomicityGroup: 'h' }),
        get('/echo'),
        get('/echo?g2', { atomicityGroup: 'g', dependsOn: ['g1'] }),
        get('not-a-path', { atomicityGroup: 'h' }),
      ]);
      assert.deepEqual(
        responses.map(({ status }) => status),
        [200, 424, 200, 200, 400],
      );
      assert.deepEqual(host.transactions().toSorted(), ['begin g', 'begin h', 'commit g', 'rollback h']);
    },
  },
  {
    id: 'C1451',
    level: 'MUST',
    section: SECTION,
    title: 'lines that depend on each other fail, and the others run',
    async check(host) {
      const { responses } = await runLines(host, [
        get('/echo', { id: 'a', dependsOn: ['b'] }),
        get('/echo', { id: 'b', dependsOn: ['a'] }),
        get('/echo', { id: 'c' }),
      ]);
      for (const response of responses.slice(0, 2)) {
        const { errors } = assertProblemOutcome(response, [400, 'invalid-operation']);
        assert.deepEqual(
          errors?.map(({ code }) => code),
          ['dependency-cycle'],
        );
      }
      assert.equal(responses[2]?.status, 200);
    },
  },
  {
    id: 'C1452',
    level: 'MUST',
    section: SECTION,
    options: { limits: { maxOperations: 2 }, transaction: 'keeps' },
    title:
      'what follows maxOperations does not run, nor what waits for the end; the last line of the answer says so',
    async check(host) {
      const lines = [get('/echo?1'), get('/echo?2', { atomicityGroup: 'g' }), get('/echo?3'), get('/echo?4')];
      const { responses } = await runLines(host, lines);
      assert.deepEqual(host.urls(), ['/echo?1']);
      assert.equal(responses.length, 3);
      assertProblemOutcome(responses[1], [503, 'not-started']);
      const { limit, max, actual } = assertProblemOutcome(responses[2], [413, 'limit-exceeded']);
      assert.deepEqual({ limit, max, actual }, { limit: 'maxOperations', max: 2, actual: 3 });
      host.reset();
      assertRefused(host, await send(host, lines, { accept: 'application/json' }), [413, 'limit-exceeded']);
    },
  },
  {
    id: 'C1453',
    level: 'MUST',
    section: SECTION,
    options: { limits: { maxBodyBytes: 100 } },
    title: 'what follows maxBodyBytes does not run',
    async check(host) {
      const line = `${JSON.stringify(get('/echo'))}\n`;
      const { responses } = await runLines(host, pieces([line, line.repeat(20)]));
      assert.deepEqual([responses[0]?.status, host.calls()], [200, 1]);
      assert.equal(assertProblemOutcome(responses[1], [413, 'limit-exceeded']).limit, 'maxBodyBytes');
    },
  },
  {
    id: 'C1454',
    level: 'MUST',
    section: SECTION,
    title: 'a line runs and is answered although the next has not arrived',
    comparable: false,
    async check(host) {
      const body = (async function* (): AsyncGenerator<string> {
        yield `${JSON.stringify(get('/echo?first'))}\n`;
        await host.entered('/echo');
        yield JSON.stringify(get('/echo?second'));
      })();
      const { order } = await runLines(host, body);
      assert.deepEqual(order, [0, 1]);
    },
  },
  {
    id: 'C1455',
    level: 'MUST',
    section: SECTION,
    title:
      'Prefer: continue-on-error=false runs one line at a time, and none after a failure, an invalid line included',
    async check(host) {
      const stop = { prefer: 'continue-on-error=false' };
      const { answer, responses, order } = await runLines(
        host,
        [
          get('/echo'),
          '{',
          get('/echo'),
          get('/echo', { dependsOn: ['later'] }),
          get('/echo', { id: 'later' }),
        ],
        stop,
      );
      assert.equal(answer.headers['preference-applied'], 'continue-on-error=false');
      assert.deepEqual(order, [0, 1, 2, 3, 4]);
      assert.equal(host.calls(), 1);
      for (const response of responses.slice(2))
        assert.deepEqual(assertProblemOutcome(response, [424, 'stopped']).because, ['~1']);
    },
  },
  {
    id: 'C1456',
    level: 'MUST',
    section: SECTION,
    options: { execution: 'sequential' },
    title: 'option execution: one line at a time',
    async check(host) {
      const later = (name: string): string => `/later?turns=2&${name}`;
      const { order } = await runLines(host, [get(later('a')), get(later('b')), get(later('c'))]);
      assert.equal(host.peak(), 1);
      assert.deepEqual(order, [0, 1, 2]);
    },
  },
  {
    id: 'C1457',
    level: 'MUST',
    section: SECTION,
    title: 'a body without lines is refused',
    async check(host) {
      for (const body of ['', '\n \r\n'])
        for (const accept of [JSONL, 'application/json'])
          assertRefused(host, await send(host, body, { accept }), [400, 'invalid-batch']);
    },
  },
  {
    id: 'C1458',
    level: 'MUST',
    section: SECTION,
    options: { allow: 'not-admin' },
    title: 'with handling=strict, nothing runs unless everything is allowed',
    async check(host) {
      const lines = [get('/echo'), get('/admin')];
      assertRefused(host, await send(host, lines, { prefer: 'handling=strict' }), [403, 'not-allowed']);
      const { responses } = await runLines(host, lines);
      assertProblemOutcome(responses[1], [403, 'not-allowed']);
    },
  },
  {
    id: 'C1459',
    level: 'MUST',
    section: SECTION,
    title: 'the description and a 415 list the media types of lines',
    async check(host) {
      const { accept } = JSON.parse(textOf(await host.exchange({ method: 'GET' }))) as { accept: string[] };
      assert.ok(accept.includes(JSONL) && accept.includes('application/x-ndjson'));
      const refusal = await host.exchange({
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: '',
      });
      assert.match(String(refusal.headers['accept-post']), /application\/jsonl/);
    },
  },
];

function linesOf(answer: WireAnswer): Line[] {
  const lines = textOf(answer).trimEnd().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line).toSorted((one, other) => one.index - other.index);
}

async function* pieces(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}
