import { describe, expect, test } from '@jest/globals';
import request from 'supertest';
import type { Call } from './policy-host.js';
import { policyHosts } from './policy-hosts.js';
import { sendOperations } from './send-operations.js';

/** Answers with the request headers that a test looks at. */
function echo(...names: readonly string[]): ({ req }: Call) => { body: Record<string, unknown> } {
  return ({ req }) => ({ body: Object.fromEntries(names.map((name) => [name, req.headers[name] ?? null])) });
}

describe.each(policyHosts)('$name', (host) => {
  test('headers.inherit: operations carry what the batch request says, unless they may say otherwise', async () => {
    const app = host.create({
      options: { headers: { inherit: ['X-Tenant'], allow: ['X-Tenant'] } },
      handle: echo('x-tenant', 'x-shard'),
    });
    const { responses } = await sendOperations(
      app,
      [
        { method: 'GET', url: '/a' },
        { method: 'GET', url: '/b', headers: { 'X-Tenant': 'blue' } },
      ],
      { 'x-tenant': 'red', 'x-shard': '7' },
    );
    expect(responses.map(({ body }) => body)).toEqual([
      { 'x-tenant': 'red', 'x-shard': null },
      { 'x-tenant': 'blue', 'x-shard': null },
    ]);
  });

  test('headers.allow: each operation may have an authorization of its own', async () => {
    const options = { headers: { allow: ['Authorization'] } };
    const app = host.create({ options, handle: echo('authorization') });
    const requests = [
      { method: 'GET', url: '/a', headers: { authorization: 'Bearer of-ana' } },
      { method: 'GET', url: '/b', headers: { Authorization: 'Bearer of-ben' } },
      { method: 'GET', url: '/c' },
    ];
    const { responses } = await sendOperations(app, requests, { authorization: 'Bearer of-all' });
    expect(responses.map(({ body }) => body)).toEqual([
      { authorization: 'Bearer of-ana' },
      { authorization: 'Bearer of-ben' },
      { authorization: 'Bearer of-all' },
    ]);
    const withoutOption = await sendOperations(host.create({}), requests);
    expect(withoutOption.status).toBe(400);
    expect(JSON.parse(withoutOption.text)).toMatchObject({
      errors: [
        { pointer: '#/requests/0/headers/authorization', code: 'denied-header' },
        { pointer: '#/requests/1/headers/Authorization', code: 'denied-header' },
      ],
    });
  });

  test('an Idempotency-Key of the batch gives each unsafe operation one of its own', async () => {
    const app = host.create({ handle: echo('idempotency-key') });
    const requests = [
      { id: 'pay', method: 'POST', url: '/payments' },
      { id: 'own', method: 'PATCH', url: '/payments/1', headers: { 'idempotency-key': '"mine"' } },
      { id: 'look', method: 'GET', url: '/payments' },
    ];
    const keysFor = async (key: string): Promise<unknown[]> => {
      const { responses } = await sendOperations(app, requests, { 'idempotency-key': key });
      return responses.map(({ body }) => (body as Record<string, unknown>)['idempotency-key']);
    };
    expect(await keysFor('"8e03"')).toEqual(['"8e03:pay"', '"mine"', null]);
    expect(await keysFor('8e03')).toEqual(['8e03:pay', '"mine"', null]);
  });

  test.each([
    [false, '127.0.0.1'],
    [true, '203.0.113.7'],
  ])(
    'with trust in proxies %s, address, host and credentials are those of a request by itself',
    async (trustsProxy, address) => {
      const headers = {
        'x-forwarded-for': '203.0.113.7',
        'x-forwarded-host': 'photos.example',
        authorization: 'Bearer of-ana',
        cookie: 'theme=dark',
      };
      const app = host.create({
        trustsProxy,
        handle: ({ ip, native, req }) => ({
          body: {
            ip: ip.replace('::ffff:', ''),
            hostname: (native as { hostname: string }).hostname.replace(/:\d+$/, ''),
            authorization: req.headers.authorization,
            cookie: req.headers.cookie,
          },
        }),
      });
      const direct = await request(app).get('/who').set(headers);
      const { responses } = await sendOperations(app, [{ method: 'GET', url: '/who' }], headers);
      expect(responses[0]?.body).toEqual(direct.body);
      expect(direct.body).toEqual({
        ip: address,
        hostname: trustsProxy ? 'photos.example' : '127.0.0.1',
        authorization: 'Bearer of-ana',
        cookie: 'theme=dark',
      });
    },
  );

  test('an operation cannot say who its client is, whatever the option', async () => {
    expect(() => host.create({ options: { headers: { allow: ['x-forwarded-for'] } } })).toThrow(TypeError);
    const forged = { method: 'GET', url: '/who', headers: { 'x-forwarded-for': '203.0.113.9' } };
    expect((await sendOperations(host.create({ trustsProxy: true }), [forged])).status).toBe(400);
  });
});
