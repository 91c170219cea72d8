import { describe, expect, test } from '@jest/globals';
import { decodeOData, refusalOf, requestsOf } from './sent-batch.js';

const get = (id: string, more = {}) => ({ id, method: 'GET', url: 'People', ...more });
const post = (id: string, more = {}) => ({ id, method: 'post', url: 'People', ...more });

describe('decodeJson', () => {
  test('ids tell the place of a request, and the client keeps its own', async () => {
    const decoded = decodeOData([
      get('a'),
      get('b', { atomicityGroup: 'g.1' }),
      get('c', { atomicityGroup: 'g.1' }),
      get('d', { atomicityGroup: 'h' }),
      get('~1'),
    ]);
    const requests = await requestsOf(decoded);
    expect(requests.map(({ id, atomicityGroup }) => [id, atomicityGroup])).toEqual([
      ['~1', undefined],
      ['~2.1~g.1', '~2'],
      ['~2.2~g.1', '~2'],
      ['~4.1~h', '~4'],
      ['~5', undefined],
    ]);
    const { clientIdOf } = await decoded;
    expect([0, 1, 2, 3, 4].map((index) => clientIdOf?.(index))).toEqual(['a', 'b', 'c', 'd', '~1']);
  });

  test('without transactions each member of a group depends on the one before, and others on the last', async () => {
    const group = { atomicityGroup: 'g' };
    const batch = [
      post('a', group),
      post('b', { ...group, dependsOn: ['a'] }),
      post('c', group),
      get('d', { dependsOn: ['g', 'c'] }),
    ];
    const requests = await requestsOf(decodeOData(batch, { changesets: 'sequential' }));
    expect(requests.map(({ dependsOn, atomicityGroup }) => [dependsOn, atomicityGroup])).toEqual([
      [[], undefined],
      [['~1.1~g'], undefined],
      [['~1.2~g'], undefined],
      [['~1.3~g'], undefined],
    ]);
  });

  test('what depends on a group depends on it as a whole', async () => {
    const batch = [
      post('a', { atomicityGroup: 'g' }),
      get('b', { dependsOn: ['g'] }),
      get('c', { dependsOn: ['a'], url: '$a' }),
    ];
    const [, b, c] = await requestsOf(decodeOData(batch));
    expect([b?.dependsOn, c?.dependsOn, c?.url]).toEqual([['~1'], ['~1.1~g'], '$~1.1~g']);
  });

  test('a request may refer to one of a group that it depends on, and to an earlier one of its own group', async () => {
    const batch = [
      post('a', { atomicityGroup: 'g' }),
      post('b', { atomicityGroup: 'g', url: '$a/x' }),
      get('c', { dependsOn: ['g'], url: '$b' }),
    ];
    const requests = await requestsOf(decodeOData(batch));
    expect(requests.map(({ url }) => url)).toEqual(['/odata/People', '$~1.1~g/x', '$~1.2~g']);
  });

  test('a body takes the Location of what was created, or the URL of what was changed', async () => {
    const batch = [
      post('a'),
      { ...get('b'), method: 'PATCH', url: 'People(2)?x' },
      post('c', {
        dependsOn: ['a', 'b'],
        body: {
          'x@odata.bind': '$a',
          list: [{ 'y@odata.bind': ['$b', '$a'] }],
          '@id': '$a',
          n: '$a',
          'z@odata.bind': '$a/x',
        },
      }),
    ];
    const decoded = decodeOData(batch);
    const [, , request] = await requestsOf(decoded);
    const value = '/headers/location';
    expect(request?.references).toEqual([
      { at: '/body/x@odata.bind', from: '~1', value },
      { at: '/body/list/0/y@odata.bind/1', from: '~1', value },
      { at: '/body/@id', from: '~1', value },
    ]);
    const { bodyOf } = await decoded;
    expect(bodyOf(2, undefined)).toEqual({
      kind: 'json',
      text: '{"x@odata.bind":"$a","list":[{"y@odata.bind":["People(2)","$a"]}],"@id":"$a","n":"$a","z@odata.bind":"$a/x"}',
    });
  });

  test('members that are null are absent, and annotations are ignored', async () => {
    const request = {
      ...get('a'),
      headers: null,
      body: null,
      dependsOn: null,
      atomicityGroup: null,
      '@x.y': 1,
    };
    const decoded = decodeOData([request]);
    expect(await requestsOf(decoded)).toMatchObject([{ id: '~1', headers: {}, dependsOn: [] }]);
    expect((await decoded).bodyOf(0, undefined)).toBeUndefined();
  });

  test('an inherited name is neither a request nor a member', async () => {
    expect(await refusalOf(decodeOData([get('a', { dependsOn: ['constructor'] })]))).toBe(
      '400 Request 1: dependsOn has "constructor", which is not an earlier request or group',
    );
    const text = '{"requests":[{"id":"a","method":"GET","url":"x","headers":{"__proto__":"y"}}]}';
    const [request] = await requestsOf(decodeOData(text));
    expect(Object.keys(request?.headers ?? {})).toEqual(['__proto__']);
  });

  test('the name of a group has at most 200 characters', async () => {
    const named = (length: number) => decodeOData([get('a', { atomicityGroup: 'g'.repeat(length) })]);
    expect(await refusalOf(named(200))).toBe('none');
    expect(await refusalOf(named(201))).toBe('400 Request 1: An atomicityGroup has at most 200 characters');
  });

  test('is linear in requests, dependencies and references', async () => {
    const count = 20_000;
    const limits = { maxBodyBytes: 1e9, maxJsonDepth: 64, maxOperations: count };
    const requests = Array.from({ length: count }, (_, at) =>
      post(
        String(at),
        at === 0 ? {} : { dependsOn: [String(at - 1)], body: { 'x@odata.bind': `$${at - 1}` } },
      ),
    );
    expect(await requestsOf(decodeOData(requests, { context: { limits } }))).toHaveLength(count);
    const body = Array.from({ length: count }, () => ({ '@id': '$a' }));
    const [, wide] = await requestsOf(
      decodeOData([post('a'), post('b', { dependsOn: ['a'], body })], { context: { limits } }),
    );
    // One more than the endpoint takes.
    expect(wide?.references).toHaveLength(1_001);
  });
});
