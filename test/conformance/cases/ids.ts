import assert from 'node:assert/strict';
import type { ConformanceCase } from '../case.js';
import { batchAsXml } from '../read-xml-document.js';
import { postJson, type Refusal, refusalCase } from '../refusal-case.js';

const READ = { method: 'GET', url: '/echo' };
const one = (operation: unknown): unknown => ({ requests: [operation] });
const AT = '#/requests/0/id';

const IDS: readonly Refusal[] = [
  {
    id: 'C160',
    title: 'a duplicate id',
    batch: {
      requests: [
        { ...READ, id: 'a' },
        { ...READ, id: 'a' },
      ],
    },
    at: '#/requests/1/id',
    everySetup: true,
  },
  { id: 'C161', title: 'an empty id', batch: one({ ...READ, id: '' }), at: AT },
  {
    id: 'C166',
    title: 'an id that ends in a line feed',
    batch: one({ ...READ, id: 'a\n' }),
    at: AT,
  },
  { id: 'C168', title: 'an id that is a number', batch: one({ ...READ, id: 1 }), at: AT },
  { id: 'C169', title: 'an id that is null', batch: one({ ...READ, id: null }), at: AT },
  { id: 'C1090', title: 'an id of 257 characters', batch: one({ ...READ, id: 'i'.repeat(257) }), at: AT },
  { id: 'C1091', title: 'an id with a tab', batch: one({ ...READ, id: 'a\tb' }), at: AT },
  { id: 'C1092', title: 'an id with DEL', batch: one({ ...READ, id: 'a\u007f' }), at: AT },
  { id: 'C1093', title: 'an id with a C1 control character', batch: one({ ...READ, id: '\u0085' }), at: AT },
  { id: 'C1094', title: 'an id with a lone surrogate', batch: one({ ...READ, id: 'a\ud83d' }), at: AT },
  { id: 'C1095', title: 'an id that XML cannot carry', batch: one({ ...READ, id: '\ufffe' }), at: AT },
  {
    id: 'C1096',
    title: 'a `$id` with an id that it cannot name',
    batch: {
      requests: [
        { ...READ, id: 'a b' },
        { method: 'GET', url: '$a b' },
      ],
    },
    at: '#/requests/1/url',
  },
];

/** Ids as clients write them: addresses, GUIDs in braces, Content-IDs, and what XML must escape. */
const FOREIGN_IDS = [
  'ana@example.com',
  '{0f8fad5b-d9cb-469f-a165-70867728950e}',
  '<part1.42@example.com>',
  ' get  photo ',
  '/albums/4?a=b&c="d"\'',
  '$a',
  'é写真📷',
  '📷'.repeat(256),
  'i'.repeat(256),
];

/** Ids: alphabet, length, uniqueness, and generated ids. */
export const idCases: readonly ConformanceCase[] = [
  ...IDS.map(refusalCase),
  {
    id: 'C183',
    level: 'MUST',
    section: 'docs/reference/wire-format#members-of-an-operation',
    title: 'ids are case-sensitive, and may be names that objects have',
    everySetup: true,
    async check(host) {
      const ids = ['AZaz09._~-', 'a', 'A', '__proto__', 'constructor'];
      const { responses } = await host.batch(ids.map((id) => ({ ...READ, id })));
      assert.deepEqual(
        responses.map((response) => response.id),
        ids,
      );
    },
  },
  {
    id: 'C1097',
    level: 'MUST',
    section: 'docs/reference/wire-format#members-of-an-operation',
    title: 'ids are any text without control characters, and come back unchanged',
    everySetup: true,
    async check(host) {
      const operations = FOREIGN_IDS.map((id) => ({ ...READ, id }));
      const { responses } = await host.batch(operations);
      assert.deepEqual(
        responses.map(({ id }) => id),
        FOREIGN_IDS,
      );
      const asXml = await batchAsXml(host, operations);
      assert.deepEqual(
        asXml.responses.map(({ id }) => id),
        FOREIGN_IDS,
      );
    },
  },
  {
    id: 'C1098',
    level: 'MUST',
    section: 'docs/reference/wire-format#members-of-an-operation',
    title: 'references and dependsOn name any id, and `because` repeats it',
    async check(host) {
      const id = '<ana@example.com> {1}';
      const at = { at: '/url/status', from: id, value: '/status' };
      const { responses } = await host.batch([
        { method: 'GET', url: '/echo/{status}', references: [at] },
        { ...READ, dependsOn: ['no such page'] },
        { ...READ, id },
        { method: 'GET', url: '/status/404', id: 'no such page' },
      ]);
      assert.deepEqual(
        responses.map(({ href, status }) => [href, status]),
        [
          ['/echo/200', 200],
          ['/echo', 424],
          ['/echo', 200],
          ['/status/404', 404],
        ],
      );
      assert.deepEqual((responses[1]?.body as { because?: unknown } | undefined)?.because, ['no such page']);
    },
  },
  {
    id: 'C1099',
    level: 'MUST',
    section: 'docs/reference/wire-format#members-of-an-operation',
    title: 'a group may have any name that an id may have',
    options: { transaction: 'keeps' },
    async check(host) {
      const atomicityGroup = '{group} of ana@example.com 写真';
      const { responses } = await host.batch([
        { ...READ, atomicityGroup },
        { ...READ, dependsOn: [atomicityGroup] },
      ]);
      assert.deepEqual(
        responses.map(({ status }) => status),
        [200, 200],
      );
      assert.deepEqual(host.transactions(), [`begin ${atomicityGroup}`, `commit ${atomicityGroup}`]);
    },
  },
  {
    id: 'C184',
    level: 'MUST',
    section: 'docs/reference/wire-format#members-of-an-operation',
    title: 'missing ids are the index as text',
    everySetup: true,
    async check(host) {
      const { responses } = await host.batch([READ, { ...READ, id: 'x' }, READ]);
      assert.deepEqual(
        responses.map((response) => response.id),
        ['0', 'x', '2'],
      );
    },
  },
  {
    id: 'C185',
    level: 'MUST',
    section: 'docs/reference/wire-format#members-of-an-operation',
    title: 'a generated id never takes one that is in use',
    async check(host) {
      const { responses } = await host.batch([{ ...READ, id: '1' }, READ, READ, { ...READ, id: '0' }]);
      const ids = responses.map((response) => response.id ?? '');
      assert.equal(new Set(ids).size, 4, ids.join());
      assert.deepEqual([ids[0], ids[3]], ['1', '0']);
      assert.match(ids[1]!, /^\d+$/);
      assert.match(ids[2]!, /^\d+$/);
    },
  },
  {
    id: 'C188',
    level: 'MUST',
    section: 'docs/reference/wire-format#members-of-an-operation',
    title: 'ids that collide with generated ones do not cost quadratic time',
    async check(host) {
      // 6 000 ids take the places that the 6 000 after them would have had; all of it is refused for its count.
      const named = Array.from({ length: 6000 }, (_, at) => ({ ...READ, id: String(6000 + at) }));
      // With quadratic time this would take minutes, and a case has five seconds.
      const answer = await postJson(host, { requests: [...named, ...named.map(() => READ)] });
      assert.equal(answer.status, 413);
      assert.equal(host.calls(), 0);
    },
  },
];
