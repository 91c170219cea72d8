import assert from 'node:assert/strict';
import { assertProblemOutcome, assertRefused } from '../assert-problem.js';
import { get, madeUrl, runBatch, statusesOf, type WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { batchAsXml } from '../read-xml-document.js';
import { postJson, refusalCase } from '../refusal-case.js';

const SECTION = 'docs/reference/wire-format#atomicity-groups';
const KEEPS = { transaction: 'keeps' } as const;
/** An operation of group g. */
const member = (url: string, more: Partial<WrittenOperation> = {}): WrittenOperation => ({
  method: 'POST',
  url,
  atomicityGroup: 'g',
  ...more,
});

/** Atomicity groups with a working transaction. */
export const groupCases: readonly ConformanceCase[] = [
  {
    id: 'C830',
    level: 'MUST',
    section: SECTION,
    title: 'a group without option transaction is 501 before anything runs, never faked',
    everySetup: true,
    async check(host) {
      const requests = [get('/echo'), member('/echo')];
      assertRefused(host, await postJson(host, { requests }), [501, 'transactions-not-supported']);
    },
  },
  {
    id: 'C831',
    level: 'MUST',
    section: SECTION,
    title: 'a group whose operations all succeed is committed once, as it ran',
    options: KEEPS,
    everySetup: true,
    async check(host) {
      const { responses } = await host.batch([
        member('/echo?1'),
        member('/status/201'),
        member('/status/204'),
      ]);
      assert.deepEqual(statusesOf(responses), [200, 201, 204]);
      assert.deepEqual(host.transactions(), ['begin g', 'commit g']);
      assert.deepEqual(host.errors(), []);
    },
  },
  {
    id: 'C832',
    level: 'MUST',
    section: SECTION,
    title:
      'a group with a failure is rolled back: the culprit keeps its status, the others are 424 rolled-back',
    options: KEEPS,
    everySetup: true,
    async check(host) {
      const created = madeUrl({ status: 201, json: { id: 4 }, set: { Location: '/photos/4', ETag: '"v"' } });
      const { responses, document } = await host.batch([
        member(created),
        member('/problem', { id: 'culprit' }),
        member('/echo?never'),
      ]);
      assert.deepEqual(statusesOf(responses), [424, 423, 424]);
      assert.equal((responses[1]!.body as { detail?: string }).detail, 'held by Ana');
      for (const response of [responses[0], responses[2]]) {
        const problem = assertProblemOutcome(response, [424, 'rolled-back']);
        assert.deepEqual(problem.because, ['culprit']);
        assert.equal(problem.executed, false);
        assert.deepEqual(Object.keys(response?.headers ?? {}), ['content-type'], 'no location, no etag');
      }
      assert.equal(responses[0]?.href, created, 'not the Location of what is not there');
      assert.deepEqual(host.transactions(), ['begin g', 'rollback g']);
      assert.deepEqual(host.urls(), [created, '/problem']);
      assert.equal(document.summary.failed, 3);
      assert.deepEqual(host.errors(), []);
    },
  },
  {
    id: 'C833',
    level: 'MUST',
    section: SECTION,
    title: 'a whole batch as one group that fails is 207 with 424s, valid in XML',
    options: KEEPS,
    async check(host) {
      const { responses } = await batchAsXml(host, [
        member('/location?to=/photos/1'),
        member('/echo'),
        member('/status/409'),
      ]);
      assert.deepEqual(
        responses.map(({ status, location }) => [Number(status.split(' ')[1]), location]),
        [
          [424, undefined],
          [424, undefined],
          [409, undefined],
        ],
      );
    },
  },
  {
    id: 'C834',
    level: 'MUST',
    section: SECTION,
    title: 'members run one after another in plan order, at any position, and other operations in parallel',
    options: KEEPS,
    async check(host) {
      const { responses } = await host.batch([
        member('/later?turns=2&3', { dependsOn: ['m1'] }),
        get('/echo?beside'),
        member('/later?turns=2&1', { id: 'm1' }),
        member('/later?turns=2&2', { dependsOn: ['m1'] }),
      ]);
      assert.deepEqual(statusesOf(responses), [200, 200, 200, 200]);
      assert.equal(host.peak(), 1);
      assert.deepEqual(
        host.urls().filter((url) => url.startsWith('/later')),
        ['/later?turns=2&1', '/later?turns=2&3', '/later?turns=2&2'],
      );
      assert.deepEqual(host.transactions(), ['begin g', 'commit g']);
    },
  },
  {
    id: 'C835',
    level: 'MUST',
    section: SECTION,
    title: 'a dependency of one member holds for the group: it begins after it, or not at all',
    options: KEEPS,
    async check(host) {
      const { responses } = await host.batch([
        member('/echo?m1'),
        member('/echo?m2', { dependsOn: ['late'] }),
        get('/later?turns=5', { id: 'late' }),
      ]);
      assert.deepEqual(statusesOf(responses), [200, 200, 200]);
      assert.deepEqual(host.urls(), ['/later?turns=5', '/echo?m1', '/echo?m2']);
      host.reset();
      const failed = await host.batch([
        member('/echo?m1'),
        member('/echo?m2', { dependsOn: ['late'] }),
        get('/status/500', { id: 'late' }),
      ]);
      assert.deepEqual(statusesOf(failed.responses), [424, 424, 500]);
      for (const response of failed.responses.slice(0, 2)) {
        assert.deepEqual(assertProblemOutcome(response, [424, 'failed-dependency']).because, ['late']);
      }
      assert.deepEqual(host.transactions(), []);
    },
  },
  {
    id: 'C836',
    level: 'MUST',
    section: SECTION,
    title: 'what depends on a member or on the group waits for the commit, and is 424 after a rollback',
    options: KEEPS,
    async check(host) {
      const around = (url: string): WrittenOperation[] => [
        get('/echo?by-member', { dependsOn: ['m1'] }),
        get('/echo?by-group', { dependsOn: ['g'] }),
        get('/echo?by-reference', {
          references: [{ at: '/headers/x-s', from: 'm1', value: '/status' }],
        }),
        member('/echo?m1', { id: 'm1' }),
        member(url, { id: 'm2' }),
      ];
      const committed = await host.batch(around('/echo?m2'));
      assert.deepEqual(statusesOf(committed.responses), [200, 200, 200, 200, 200]);
      assert.deepEqual(host.urls().slice(0, 2), ['/echo?m1', '/echo?m2']);
      host.reset();
      const { responses } = await host.batch(around('/status/409'));
      assert.deepEqual(statusesOf(responses), [424, 424, 424, 424, 409]);
      for (const response of responses.slice(0, 3)) {
        assert.deepEqual(assertProblemOutcome(response, [424, 'failed-dependency']).because, ['m2']);
      }
      assert.deepEqual(host.urls(), ['/echo?m1', '/status/409']);
    },
  },
  {
    id: 'C837',
    level: 'MUST',
    section: SECTION,
    title: 'two groups are two transactions; the failure of one leaves the other alone',
    options: KEEPS,
    async check(host) {
      const { responses } = await host.batch([
        member('/status/409'),
        member('/echo', { atomicityGroup: 'h' }),
        member('/echo'),
        member('/echo', { atomicityGroup: 'h' }),
      ]);
      assert.deepEqual(statusesOf(responses), [409, 200, 424, 200]);
      assert.deepEqual(host.transactions().toSorted(), ['begin g', 'begin h', 'commit h', 'rollback g']);
    },
  },
  {
    id: 'C838',
    level: 'MUST',
    section: SECTION,
    title: 'a member gets the transaction, an operation outside the group does not',
    options: KEEPS,
    everySetup: true,
    async check(host) {
      const { responses } = await host.batch([
        member('/operation', { id: 'in' }),
        get('/operation', { id: 'out' }),
      ]);
      assert.deepEqual(
        responses.map(({ body }) => body),
        [
          { id: 'in', index: 0, transaction: { of: 'g' }, isAborted: false },
          { id: 'out', index: 1, isAborted: false },
        ],
      );
    },
  },
  {
    id: 'C839',
    level: 'MUST',
    section: SECTION,
    title: 'members refer to each other, before any commit',
    options: KEEPS,
    async check(host) {
      const { responses } = await host.batch([
        member('$a/items', { dependsOn: ['a'] }),
        member('/location?to=/echo/4', { id: 'a' }),
      ]);
      assert.deepEqual(statusesOf(responses), [200, 201]);
      assert.deepEqual(host.urls(), ['/location?to=/echo/4', '/echo/4/items']);
    },
  },
  {
    id: 'C840',
    level: 'MUST',
    section: SECTION,
    title: 'a member that is refused, unresolved, redirected or out of time rolls the group back',
    options: { ...KEEPS, allow: 'not-admin', limits: { operationTimeoutMs: 250 } },
    async check(host) {
      const rows: readonly (readonly [WrittenOperation, number])[] = [
        [member('/admin'), 403],
        [member('$first/x', { dependsOn: ['first'] }), 424],
        [member('/status/302'), 302],
        [member('/hangs'), 504],
        [member('/throws'), 500],
      ];
      for (const [operation, status] of rows) {
        host.reset();
        const { responses } = await host.batch([member('/echo', { id: 'first' }), operation]);
        assert.deepEqual(statusesOf(responses), [424, status]);
        assert.deepEqual(host.transactions(), ['begin g', 'rollback g']);
      }
    },
  },
  {
    id: 'C841',
    level: 'MUST',
    section: SECTION,
    title: 'a group holds one slot from start to end',
    options: { ...KEEPS, limits: { concurrency: 1 } },
    async check(host) {
      await host.batch([member('/later?turns=2'), get('/later?turns=1'), member('/later?turns=2&m2')]);
      assert.equal(host.peak(), 1);
      assert.deepEqual(host.urls(), ['/later?turns=2', '/later?turns=2&m2', '/later?turns=1']);
    },
  },
  {
    id: 'C842',
    level: 'MUST',
    section: SECTION,
    title: 'a group may be named __proto__, have a name of 256 characters, and have a single operation',
    options: KEEPS,
    async check(host) {
      for (const name of ['__proto__', 'constructor', 'g'.repeat(256), '0']) {
        host.reset();
        const { responses } = await runBatch(host, {
          requests: [{ ...member('/echo', { id: 'x' }), atomicityGroup: name }],
        });
        assert.deepEqual(statusesOf(responses), [200]);
        assert.deepEqual(host.transactions(), [`begin ${name}`, `commit ${name}`]);
      }
    },
  },
  {
    id: 'C992',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#cookies',
    title: 'cookies of operations that were rolled back are not set, those of the failed one are',
    options: KEEPS,
    async check(host) {
      const { answer } = await host.batch([
        member('/cookies?set=sid%3Dundone'),
        member(madeUrl({ status: 409, set: { 'Set-Cookie': 'csrf=kept' } })),
      ]);
      assert.equal(answer.headers['set-cookie'], 'csrf=kept');
    },
  },
  refusalCase({
    id: 'C843',
    title: 'a group that has the name of an id is refused',
    batch: { requests: [get('/echo', { id: 'g' }), member('/echo')] },
    at: '#/requests/0/id',
    code: 'duplicate-id',
    options: KEEPS,
    everySetup: true,
  }),
  refusalCase({
    id: 'C844',
    title: 'a member that depends on its own group is refused',
    batch: { requests: [member('/echo', { dependsOn: ['g'] })] },
    at: '#/requests/0/dependsOn/0',
    code: 'self-dependency',
    options: KEEPS,
  }),
  refusalCase({
    id: 'C845',
    title: 'two groups that wait for each other are a cycle, even if their members are not',
    batch: {
      requests: [
        member('/echo', { id: 'a' }),
        member('/echo', { id: 'b', dependsOn: ['d'] }),
        member('/echo', { id: 'c', atomicityGroup: 'h', dependsOn: ['a'] }),
        member('/echo', { id: 'd', atomicityGroup: 'h' }),
      ],
    },
    at: ['#/requests/1/dependsOn/0', '#/requests/2/dependsOn/0'],
    code: 'dependency-cycle',
    options: KEEPS,
  }),
  refusalCase({
    id: 'C846',
    title: 'a cycle among the members of one group is refused',
    batch: {
      requests: [
        member('/echo', { id: 'a', dependsOn: ['b'] }),
        member('/echo', { id: 'b', dependsOn: ['a'] }),
      ],
    },
    at: ['#/requests/0/dependsOn/0', '#/requests/1/dependsOn/0'],
    code: 'dependency-cycle',
    options: KEEPS,
  }),
  ...['', 'a\tb', 'g'.repeat(257), 7, null].map((name, at) =>
    refusalCase({
      id: `C${847 + at}`,
      title: `the group name ${JSON.stringify(name).slice(0, 20)} is refused`,
      batch: { requests: [{ ...get('/echo'), atomicityGroup: name }] },
      at: '#/requests/0/atomicityGroup',
      options: KEEPS,
    }),
  ),
];
