import { describe, expect, test } from '@jest/globals';
import { toReading } from '@multistatus/document';
import { mayResend } from '#client/may-resend.js';
import { readOutcomes } from '#client/send/known-outcome.js';
import { selectResent } from '#client/send/select-resent.js';
import type { WireOperation } from '#client/send/wire-operation.js';

/** How an operation ended: a status, a problem's slug with what it is because of, or both. */
type End =
  | number
  | {
      readonly status: number;
      readonly executed?: false | 'unknown';
      readonly because?: readonly string[];
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

const NOT_STARTED: End = { status: 503, executed: false };
const rolledBack = (...because: string[]): End => ({ status: 424, executed: false, because });

/** Plans what goes again of operations that ended so; GET may run twice, POST may not. */
function plan(
  operations: readonly (Partial<WireOperation> & { readonly end: End })[],
): readonly WireOperation[] {
  const wires = operations.map(({ end: _end, ...rest }, index) => ({
    id: String(index),
    method: 'POST',
    url: '/a',
    ...rest,
  }));
  const responses = operations.map(({ end }, index) => {
    const { status, executed, because, body, headers } = typeof end === 'number' ? { status: end } : end;
    const base = { id: String(index), href: '/a', status, ...(headers === undefined ? {} : { headers }) };
    if (executed !== undefined) {
      return {
        ...base,
        problem: {
          type: 'urn:x',
          title: 'x',
          status,
          executed,
          ...(because === undefined ? {} : { because }),
        },
      };
    }
    return body === undefined ? base : { ...base, body: { encoding: 'json' as const, text: body } };
  });
  const outcomes = readOutcomes(toReading({ responses }), { operations: wires, tries: 1 });
  return selectResent({
    operations: wires,
    outcomes: new Map(outcomes.map((outcome, index) => [String(index), outcome])),
    isDue: (ending, id) => mayResend(ending, wires[Number(id)]?.method === 'GET'),
  });
}

function idsOf(operations: Parameters<typeof plan>[0]): string[] {
  return plan(operations).map(({ id }) => id);
}

describe('alone', () => {
  test.each<[string, string, End, boolean]>([
    ['a success', 'GET', 200, false],
    ['a redirect', 'GET', 302, false],
    ['a failure', 'GET', 500, false],
    ['one that was not started', 'POST', NOT_STARTED, true],
    ['one that may have run', 'POST', { status: 504, executed: 'unknown' }, false],
    ['one that may have run and may do so twice', 'GET', { status: 504, executed: 'unknown' }, true],
    ['one that is not allowed', 'GET', { status: 403, executed: false }, false],
  ])('%s', (_title, method, end, goes) => {
    expect(idsOf([{ method, end }])).toEqual(goes ? ['0'] : []);
  });
});

describe('what depends on others', () => {
  test('goes with what goes', () => {
    const operations = [
      { end: 429 },
      { end: rolledBack('0'), dependsOn: ['0'] },
      { end: rolledBack('1'), references: [{ at: '/headers/x', from: '1', value: '/body/id' }] },
    ];
    expect(plan(operations)).toEqual([
      { id: '0', method: 'POST', url: '/a' },
      { id: '1', method: 'POST', url: '/a', dependsOn: ['0'] },
      {
        id: '2',
        method: 'POST',
        url: '/a',
        references: [{ at: '/headers/x', from: '1', value: '/body/id' }],
      },
    ]);
  });

  test.each<[string, End]>([
    ['failed for good', 409],
    ['may have run', { status: 504, executed: 'unknown' }],
  ])('does not go, nor what depends on it, if what it waits for %s', (_title, end) => {
    expect(idsOf([{ end }, { end: rolledBack('0') }, { end: rolledBack('1') }, { end: 429 }])).toEqual(['3']);
  });

  test('does not go if one of several does not', () => {
    expect(idsOf([{ end: 429 }, { end: 409 }, { end: rolledBack('0', '1') }])).toEqual(['0']);
  });

  test('goes without what succeeded, whose values are filled in', () => {
    const source = {
      end: { status: 201, headers: { etag: '"1"' }, body: '{"id":"a/b é","list":[{"n":7}]}' },
    };
    const operation = {
      end: NOT_STARTED,
      url: '/albums/{v0}',
      headers: { own: 'o' },
      body: { list: [null], n: null },
      dependsOn: ['0'],
      references: [
        { at: '/url/v0', from: '0', value: '/body/id' },
        { at: '/headers/if-match', from: '0', value: '/headers/etag' },
        { at: '/body/list/0', from: '0', value: '/body/list' },
        { at: '/body/n', from: '0', value: '/status' },
      ],
    };
    expect(plan([source, operation])).toEqual([
      {
        id: '1',
        method: 'POST',
        url: '/albums/a%2Fb%20%C3%A9',
        headers: { own: 'o', 'if-match': '"1"' },
        body: { list: [[{ n: 7 }]], n: 201 },
      },
    ]);
    expect(operation.body).toEqual({ list: [null], n: null });
  });

  test.each<[string, string, string]>([
    ['a value that is not there', '/url/v0', '/body/none'],
    ['an object in a URL', '/url/v0', '/body/object'],
    ['a dot-segment', '/url/v0', '/body/dots'],
    ['nothing in a URL', '/url/v0', '/body/empty'],
    ['a line break in a header', '/headers/x', '/body/lines'],
    ['an inherited member', '/body/n', '/body/__proto__'],
    ['a header that is not there', '/headers/x', '/headers/etag'],
    ['a place that is not there', '/body/a/b', '/body/dots'],
  ])('does not go with %s', (_title, at, value) => {
    const body = JSON.stringify({ object: {}, dots: '..', empty: '', lines: 'a\r\nb' });
    const operation = {
      end: NOT_STARTED,
      url: '/{v0}',
      body: { n: null },
      references: [{ at, from: '0', value }],
    };
    expect(idsOf([{ end: { status: 200, body } }, operation])).toEqual([]);
  });

  test('does not go where its URL begins with that of one that succeeded', () => {
    expect(idsOf([{ end: 201 }, { end: NOT_STARTED, url: '$0/photos' }])).toEqual([]);
    expect(idsOf([{ end: NOT_STARTED }, { end: NOT_STARTED, url: '$0/photos' }])).toEqual(['0', '1']);
  });
});

describe('a group', () => {
  const inGroup = (...ends: End[]): { end: End; atomicityGroup: string }[] =>
    ends.map((end) => ({ end, atomicityGroup: 'g' }));
  test.each<[string, readonly End[], boolean]>([
    ['goes if none of it started', [NOT_STARTED, NOT_STARTED], true],
    ['goes if it was rolled back since one was turned away', [rolledBack('1'), 429], true],
    ['stays if one failed for good', [rolledBack('1'), 409], false],
    ['stays if one may have run', [rolledBack('1'), { status: 504, executed: 'unknown' }], false],
    ['stays if it took effect', [200, 200], false],
    ['stays if part of it took effect', [200, NOT_STARTED], false],
    [
      'stays if its commit failed',
      [
        { status: 500, executed: 'unknown' },
        { status: 500, executed: 'unknown' },
      ],
      false,
    ],
  ])('%s', (_title, ends, goes) => {
    expect(idsOf(inGroup(...ends))).toEqual(goes ? ['0', '1'] : []);
  });

  test('goes with what depends on it, by its name or by a member', () => {
    const dependents = [
      { end: rolledBack('0', '1'), dependsOn: ['g'] },
      { end: rolledBack('0'), dependsOn: ['1'] },
    ];
    expect(
      plan([...inGroup(NOT_STARTED, NOT_STARTED), ...dependents]).map(({ id, dependsOn }) => [id, dependsOn]),
    ).toEqual([
      ['0', undefined],
      ['1', undefined],
      ['2', ['g']],
      ['3', ['1']],
    ]);
    expect(idsOf([...inGroup(rolledBack('1'), 409), ...dependents])).toEqual([]);
  });

  test('that succeeded is no dependency any more', () => {
    expect(plan([...inGroup(200, 200), { end: NOT_STARTED, dependsOn: ['g'] }])).toEqual([
      { id: '2', method: 'POST', url: '/a' },
    ]);
  });
});

test('a chain of many thousand goes as a whole', () => {
  const operations = Array.from({ length: 20_000 }, (_value, index) =>
    index === 0 ? { end: 429 } : { end: rolledBack(String(index - 1)), dependsOn: [String(index - 1)] },
  );
  expect(idsOf(operations)).toHaveLength(20_000);
});
