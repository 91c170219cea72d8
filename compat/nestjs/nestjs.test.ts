import 'reflect-metadata';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { mounts } from './mounts.js';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const apps: INestApplication[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

async function start(create: () => Promise<INestApplication>, prefix = ''): Promise<string> {
  const app = await create();
  apps.push(app);
  if (prefix !== '') app.setGlobalPrefix(prefix);
  await app.listen(0, '127.0.0.1');
  return (await app.getUrl()).replace('[::1]', '127.0.0.1');
}

const USER = { authorization: 'Bearer ana' };

async function send(url: string, method: string, headers: object, body?: object): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', connection: 'close', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function sendBatch(
  base: string,
  requests: readonly object[],
  headers: object = USER,
): Promise<Answer[]> {
  const { status, body } = await send(`${base}/batch`, 'POST', headers, { requests });
  expect(status).toBe(207);
  return (body as { responses: Answer[] }).responses.map(({ status, body }) => ({ status, body }));
}

describe.each(mounts)('%s', (_title, create) => {
  test('guards, pipes, interceptors, filters and request scope work as for requests of their own', async () => {
    const urls = ['/albums/1?a=b', '/albums/x', '/albums/9', '/nothing'];
    const base = await start(create);
    const inBatch = await sendBatch(
      base,
      urls.map((url) => ({ method: 'GET', url })),
    );
    expect(inBatch.map(({ status }) => status)).toEqual([200, 400, 423, 404]);
    expect(inBatch[0]?.body).toEqual({ data: { id: 1, url: '/albums/1?a=b' } });
    const other = await start(create);
    for (const [index, url] of urls.entries()) {
      expect(await send(other + url, 'GET', USER)).toEqual(inBatch[index]);
    }
  });

  test('each of several operations at the same time has a store of its own', async () => {
    const tenants = ['a', 'b', 'c', 'd', undefined];
    const requests = tenants.map((tenant) => ({
      method: 'GET',
      url: '/albums/1',
      headers: tenant === undefined ? {} : { 'x-tenant': tenant },
    }));
    const answers = await sendBatch(await start(create), requests, { ...USER, 'x-tenant': 'of the batch' });
    expect(answers.map(({ body }) => (body as { data: { tenant?: string } }).data.tenant)).toEqual(tenants);
  });

  test('the throttler counts operations, and guards see the authorization of the batch', async () => {
    const base = await start(create);
    const requests = Array(8).fill({ method: 'GET', url: '/albums/1' });
    const statuses = (await sendBatch(base, requests)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2);
    expect(statuses.slice(0, 5)).toEqual(Array(5).fill(200));
  });
});

test('a controller: guards decide about the batch too', async () => {
  const [, create] = mounts.at(-1)!;
  const { status } = await send(`${await start(create)}/batch`, 'POST', {}, { requests: [] });
  expect(status).toBe(401);
});

test.each(mounts.slice(2))('%s: works below a global prefix', async (_title, create) => {
  const base = await start(create, 'api/v1');
  const answers = await sendBatch(`${base}/api/v1`, [{ method: 'GET', url: '/api/v1/albums/1' }]);
  expect(answers).toEqual([{ status: 200, body: { data: { id: 1, url: '/api/v1/albums/1' } } }]);
});
