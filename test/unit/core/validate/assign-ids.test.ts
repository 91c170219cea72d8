import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Issue } from '#core/problem/issue.js';
import { IssueCollector } from '#core/problem/issue-collector.js';
import { assignIds } from '#core/validate/assign-ids.js';
import { atOnce } from '#wire/next-turn.js';

function assign(requests: readonly unknown[]): { ids: string[]; issues: readonly Issue[] } {
  const issues = new IssueCollector();
  return { ids: atOnce(assignIds(requests, issues)), issues: issues.found };
}

describe('assignIds', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test.each<[requests: unknown[], ids: string[]]>([
    [[], []],
    [
      [{}, {}],
      ['0', '1'],
    ],
    [
      [{ id: 'a' }, {}],
      ['a', '1'],
    ],
    [
      [{ id: '1' }, {}, {}],
      ['1', '2', '3'],
    ],
    [
      [{}, { id: '0' }],
      ['1', '0'],
    ],
    [
      [{}, {}, { id: '0' }, { id: '1' }],
      ['2', '3', '0', '1'],
    ],
    [
      [{ id: 5 }, null, 'x', []],
      ['0', '1', '2', '3'],
    ],
    [
      [{ id: '__proto__' }, { id: 'constructor' }],
      ['__proto__', 'constructor'],
    ],
  ])('names %j by %j', (requests, ids) => {
    expect(assign(requests)).toEqual({ ids, issues: [] });
  });

  test('reports every further use of an id', () => {
    const { issues } = assign([{ id: 'a' }, { id: 'b' }, { id: 'a' }, { id: 'a' }]);
    expect(issues.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['#/requests/2/id', 'duplicate-id'],
      ['#/requests/3/id', 'duplicate-id'],
    ]);
    expect(issues[0]?.detail).toContain('#/requests/0 ');
  });

  test.each<[requests: unknown[], pointers: string[]]>([
    [[{ id: 'g' }, { atomicityGroup: 'g' }], ['#/requests/0/id']],
    [[{ id: 'a', atomicityGroup: 'a' }], ['#/requests/0/id']],
    [
      [{ atomicityGroup: 'g' }, { id: 'g' }, { id: 'g' }],
      ['#/requests/1/id', '#/requests/2/id', '#/requests/2/id'],
    ],
    [[{ id: 'G' }, { atomicityGroup: 'g' }], []],
    [[{ id: 'undefined' }, {}], []],
  ])('tells the ids in %j that are names of groups', (requests, pointers) => {
    const { issues } = assign(requests);
    expect(issues.map(({ pointer }) => pointer)).toEqual(pointers);
    expect(issues.every(({ code }) => code === 'duplicate-id')).toBe(true);
  });

  test('assigns no id that is the name of a group', () => {
    expect(assign([{ atomicityGroup: '0' }, { atomicityGroup: '2' }, {}])).toEqual({
      ids: ['1', '3', '4'],
      issues: [],
    });
  });

  const ownId = fc.option(fc.oneof(fc.nat({ max: 12 }).map(String), fc.stringMatching(/^[a-z]{1,2}$/)), {
    nil: undefined,
  });

  test('keeps the ids of the client, and assigns unused ones to the others', () => {
    fc.assert(
      fc.property(fc.uniqueArray(ownId, { selector: (id) => id ?? Symbol() }), (own) => {
        const { ids, issues } = assign(own.map((id) => (id === undefined ? {} : { id })));
        expect(issues).toEqual([]);
        expect(new Set(ids).size).toBe(own.length);
        own.forEach((id, index) => {
          if (id !== undefined) expect(ids[index]).toBe(id);
          else expect(Number(ids[index])).toBeGreaterThanOrEqual(index);
        });
      }),
    );
  });

  test('takes linear time, whatever numbers the client uses as ids', () => {
    const half = 1_000;
    const requests = Array.from({ length: 2 * half }, (_, index) =>
      index < half ? {} : { id: String(index - half) },
    );
    const lookUps = [jest.spyOn(Map.prototype, 'has'), jest.spyOn(Set.prototype, 'has')];
    const { ids } = assign(requests);
    const count = lookUps.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    jest.restoreAllMocks();
    expect(new Set(ids).size).toBe(2 * half);
    expect(count).toBeLessThan(10 * requests.length);
  });
});
