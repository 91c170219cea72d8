import { describe, expect, test } from '@jest/globals';
import { graph } from '@multistatus/odata';
import { decodeGraphBatch, refusalOf, requestsOf } from './sent-batch.js';

const get = (id: string, url = '/me', more = {}) => ({ id, method: 'get', url, ...more });

describe('decodeGraph', () => {
  test.each([
    ['/v1.0/$batch', undefined, '/me', '/v1.0/me'],
    ['/v1.0/$batch', undefined, 'me', '/v1.0/me'],
    ['/v1.0/$batch', undefined, '/v1.0/me', '/v1.0/me'],
    ['/v1.0/$batch', undefined, 'v1.0/me?$top=1', '/v1.0/me?$top=1'],
    ['/v1.0/$batch', undefined, '/v1.0', '/v1.0'],
    ['/v1.0/$batch', undefined, '/v1.0?a', '/v1.0?a'],
    ['/v1.0/$batch', undefined, '/v1.01', '/v1.0/v1.01'],
    ['/v1.0/$batch', undefined, 'https://api.example/v1.0/me', '/v1.0/me'],
    ['/v1.0/$batch', undefined, '', '/v1.0/'],
    ['/$batch', undefined, '/me', '/me'],
    ['/$batch', undefined, 'me', '/me'],
    ['/batch', '/beta', '/me', '/beta/me'],
    ['/batch', '/beta', '/beta/me', '/beta/me'],
  ])('at %s with the root %s the URL %j is %j', async (path, root, url, expected) => {
    const [request] = await requestsOf(decodeGraphBatch([get('1', url)], { context: { path, root } }));
    expect(request?.url).toBe(expected);
  });

  test('ids are compared without case, and dependencies may be on later requests', async () => {
    const decoded = decodeGraphBatch([
      get('É', '/me', { dependsOn: ['x'] }),
      get('X'),
      get('y', '/me', { dependsOn: ['é'] }),
    ]);
    const requests = await requestsOf(decoded);
    expect(requests.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ['~1', ['~2']],
      ['~2', []],
      ['~3', ['~1']],
    ]);
    expect((await decoded).clientIdOf?.(0)).toBe('É');
  });

  test('a $ is no reference', async () => {
    const batch = [
      get('1'),
      {
        ...get('2', '$1/x'),
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: { '@odata.id': '$1' },
      },
    ];
    const [, request] = await requestsOf(decodeGraphBatch(batch));
    expect([request?.url, request?.references]).toEqual(['/v1.0/$1/x', undefined]);
  });

  test('the limit', async () => {
    const batch = Array.from({ length: 21 }, (_, at) => get(String(at)));
    expect(await refusalOf(decodeGraphBatch(batch))).toBe(
      '400 The batch has 21 requests; the limit maxRequests of graph() is 20, and the limit maxOperations of the endpoint is 100',
    );
    expect(await refusalOf(decodeGraphBatch(batch, {}, 21))).toBe('none');
  });
});

describe('graph', () => {
  test.each([0, 1.5, Number.POSITIVE_INFINITY, '20'])('maxRequests is not %j', (maxRequests) => {
    expect(() => graph({ maxRequests: maxRequests as number })).toThrow(RangeError);
  });

  test('has no other option', () => {
    expect(() => graph({ max: 1 } as object)).toThrow(
      new TypeError('graph.max is not an option; the only one is maxRequests'),
    );
  });
});
