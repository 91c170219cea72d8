import assert from 'node:assert/strict';
import { assertProblemOutcome, assertRefused, textOf } from '../assert-problem.js';
import { get, madeUrl } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { JSONL, runLines, send } from '../send-lines.js';

const SECTION = 'docs/reference/wire-format#json-lines';
const CASES: readonly ConformanceCase[] = [
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
  {
    id: 'C1460',
    level: 'MUST',
    section: SECTION,
    options: { journal: 'works' },
    title: 'with an Idempotency-Key, lines that are sent again do not run again',
    async check(host) {
      const headers = { 'x-user': 'ana', 'idempotency-key': '"lines-1"' };
      const lines = [{ method: 'POST', url: '/echo', body: 1 }, '{', get('/echo')];
      const { responses } = await runLines(host, lines, headers);
      assert.equal(host.calls(), 2);
      const again = await runLines(host, lines, headers);
      assert.equal(again.answer.headers['idempotency-replayed'], 'true');
      assert.equal(host.calls(), 2);
      assert.deepEqual(again.responses, responses);
    },
  },
  {
    id: 'C1461',
    level: 'MUST',
    section: SECTION,
    options: { journal: 'works', idempotency: { required: true } },
    title: 'where a key is required, lines without one are refused',
    async check(host) {
      assertRefused(host, await send(host, [get('/echo')]), [400, 'idempotency-key-missing']);
    },
  },
];

/** Batches in JSON Lines: run as they arrive, and answered alike. */
export const lineCases: readonly ConformanceCase[] = CASES.map((each) => ({
  ...each,
  comparable: false, // lines are in the order of completion
}));

async function* pieces(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}
