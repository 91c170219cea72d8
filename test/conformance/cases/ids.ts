import assert from 'node:assert/strict';
import type { ConformanceCase } from '../case.js';
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
  { id: 'C162', title: 'an id with a space', batch: one({ ...READ, id: 'a b' }), at: AT },
  { id: 'C163', title: 'an id with a slash', batch: one({ ...READ, id: 'a/b' }), at: AT },
  { id: 'C164', title: 'an id with a dollar', batch: one({ ...READ, id: '$a' }), at: AT },
  { id: 'C165', title: 'an id that is not ASCII', batch: one({ ...READ, id: 'é' }), at: AT },
  {
    id: 'C166',
    title: 'an id that ends in a line feed',
    batch: one({ ...READ, id: 'a\n' }),
    at: AT,
  },
  {
    id: 'C167',
    title: 'an id of 65 characters',
    batch: one({ ...READ, id: 'i'.repeat(65) }),
    at: AT,
  },
  { id: 'C168', title: 'an id that is a number', batch: one({ ...READ, id: 1 }), at: AT },
  { id: 'C169', title: 'an id that is null', batch: one({ ...READ, id: null }), at: AT },
];

/** Ids: alphabet, length, uniqueness, and generated ids. */
export const idCases: readonly ConformanceCase[] = [
  ...IDS.map(refusalCase),
  {
    id: 'C183',
    level: 'MUST',
    section: 'README#the-contract',
    title: 'ids accept the whole alphabet and up to 64 characters, and are case-sensitive',
    everySetup: true,
    async check(host) {
      const ids = ['AZaz09._~-', 'i'.repeat(64), 'a', 'A', '__proto__', 'constructor'];
      const { responses } = await host.batch(ids.map((id) => ({ ...READ, id })));
      assert.deepEqual(
        responses.map((response) => response.id),
        ids,
      );
    },
  },
  {
    id: 'C184',
    level: 'MUST',
    section: 'README#the-contract',
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
    section: 'README#the-contract',
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
    section: 'README#security',
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
