import { describe, expect, test } from '@jest/globals';
import { OutcomeGroups } from '#console-page/run/outcome-groups.js';
import { type RowInit, toRowList, toRows } from './to-rows.js';

const PROBLEM_JSON = { 'content-type': 'application/problem+json' };

function handlerProblem(status: number, problem: object): RowInit {
  const text = JSON.stringify({ status, ...problem });
  return { response: { status, headers: PROBLEM_JSON, body: { encoding: 'json', text } } };
}

function ownProblem(slug: string, status: number, extensions: object = {}): RowInit {
  const type = `urn:multistatus:problem:${slug}`;
  return {
    executed: false,
    response: { status, problem: { type, title: `title of ${slug}`, status, ...extensions } },
  };
}

function group(inits: readonly RowInit[]): (string | number | undefined)[][] {
  const groups = new OutcomeGroups(toRowList(toRows(inits)));
  return groups.read().map(({ state, status, title, rows }) => [state, status, title, rows.length]);
}

test('2,000 failures of three kinds are three groups', () => {
  const inits = Array.from({ length: 2_000 }, (_, index) => {
    if (index % 3 === 0) return handlerProblem(409, { title: 'Locked', detail: `Photo ${index} is locked` });
    return index % 3 === 1 ? { response: { status: 404 } } : ownProblem('not-allowed', 403);
  });
  expect(group(inits)).toEqual([
    ['failed', 409, 'Locked', 667],
    ['failed', 404, 'Not Found', 667],
    ['failed', 403, 'title of not-allowed', 666],
  ]);
});

describe('failures', () => {
  test('come first, what others caused after its cause, then other outcomes and successes', () => {
    const inits = [
      { response: { status: 200 } },
      ownProblem('failed-dependency', 424, { because: ['3'] }),
      { response: { status: 302 } },
      { response: { status: 409 } },
    ];
    expect(group(inits).map(([state, status]) => [state, status])).toEqual([
      ['failed', 409],
      ['failed', 424],
      ['other', undefined],
      ['succeeded', undefined],
    ]);
  });

  test('with the same status and other titles, types or bodies are kept apart', () => {
    const inits = [
      handlerProblem(422, { title: 'Too long' }),
      handlerProblem(422, { title: 'Too short' }),
      handlerProblem(422, { type: 'https://example.com/a', title: 'Too short' }),
      handlerProblem(422, { type: 'about:blank', title: 'Too short' }),
      { response: { status: 422 } },
    ];
    // The second and the fourth are the same: a problem without a type is one of `about:blank`.
    expect(group(inits).map(([, , title, count]) => [title, count])).toEqual([
      ['Too long', 1],
      ['Too short', 2],
      ['Too short', 1],
      ['Unprocessable Content', 1],
    ]);
  });

  test('with messages of their own and no problem are one group', () => {
    const inits = [1, 2].map((id): RowInit => {
      const text = JSON.stringify({ error: `no photo ${id}` });
      return {
        response: {
          status: 404,
          headers: { 'content-type': 'application/json' },
          body: { encoding: 'json', text },
        },
      };
    });
    expect(group(inits)).toEqual([['failed', 404, 'Not Found', 2]]);
  });
});

test('rows that arrive later join their groups, and are sorted by their place at the end', () => {
  const rows = toRows([{ response: {} }, { response: {} }, { response: {} }]);
  const arrived = [rows[2], rows[0]].flatMap((row) => row ?? []);
  const groups = new OutcomeGroups(toRowList(arrived));
  groups.read();
  arrived.push(...rows.slice(1, 2));
  const [succeeded] = groups.read();
  expect(succeeded?.rows.map(({ index }) => index)).toEqual([2, 0, 1]);
  groups.sort();
  expect(succeeded?.rows.map(({ index }) => index)).toEqual([0, 1, 2]);
});

test('operations without an outcome are the last group, until there is none', () => {
  const operations = [0, 1, 2].map((index) => ({ index, id: `op${index}`, method: 'GET', url: `/${index}` }));
  const rows = toRows([{ response: {} }, { response: {} }, { response: {} }]);
  const arrived = rows.slice(1, 2);
  const groups = new OutcomeGroups(toRowList(arrived), operations);
  const [succeeded, pending] = groups.read('Waiting');
  expect(succeeded?.state).toBe('succeeded');
  expect(pending).toMatchObject({ state: 'pending', title: 'Waiting', status: undefined });
  expect(pending?.rows).toEqual([
    { index: 0, id: 'op0', method: 'GET', url: '/0', state: 'pending' },
    { index: 2, id: 'op2', method: 'GET', url: '/2', state: 'pending' },
  ]);
  arrived.push(...rows.slice(2));
  expect(groups.read('Without outcome').at(-1)).toMatchObject({
    title: 'Without outcome',
    rows: [{ id: 'op0' }],
  });
  arrived.push(...rows.slice(0, 1));
  expect(groups.read().map(({ state }) => state)).toEqual(['succeeded']);
});
