import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { Hono } from 'hono';
import supertest from 'supertest';
import { PageFolder } from './page-folder.js';
import { ROOT, readPage } from './read-page.js';

const PAGE = 'docs/internals/writing-an-adapter.md';
const BLOCKS = new Map(readPage(PAGE).blocks.map(({ info, code }) => [info, code]));
const ADAPTERS = ['fastify-batch.ts', 'fetch-batch.ts'];

const BATCH = { requests: [{ method: 'GET', url: '/photos/7' }] };
const ANSWER = { responses: [{ href: '/photos/7', status: 200, body: { id: '7' } }] };

const folder = new PageFolder(new URL('./', import.meta.url));
for (const name of ADAPTERS) folder.write(name, BLOCKS.get(`ts ${name}`) ?? '');
afterAll(() => folder.remove());

/** Runs a program of the page, and returns one of its variables. */
async function run(info: string, name: string): Promise<unknown> {
  const program = `${BLOCKS.get(info)}\nexport { ${name} };`;
  return (await folder.run(program, () => undefined))[name];
}

test('every code block of the page is tested below', () => {
  const adapters = ADAPTERS.map((name) => `ts ${name}`);
  expect([...BLOCKS.keys()].toSorted()).toEqual([...adapters, 'ts fastify', 'ts hono', 'ts bulk'].toSorted());
});

test.each(ADAPTERS)('%s is on the page as it is in the suite', (name) => {
  const file = new URL(`test/conformance/hosts/${name}`, ROOT);
  expect(`${BLOCKS.get(`ts ${name}`)}\n`).toBe(readFileSync(file, 'utf8'));
});

test.each(ADAPTERS)('%s is an adapter in less than 60 lines', (name) => {
  expect(BLOCKS.get(`ts ${name}`)?.split('\n').length).toBeLessThan(60);
});

describe('the programs', () => {
  test('Fastify: the whole app is the target', async () => {
    const app = (await run('ts fastify', 'app')) as FastifyInstance;
    app.addHook('onRequest', (_request, reply, done) => {
      reply.header('vary', 'Origin').header('x-frame-options', 'DENY');
      done();
    });
    await app.ready();
    const answer = await supertest(app.server).post('/batch').send(BATCH);
    expect(answer.status).toBe(207);
    expect(answer.headers).toMatchObject({ vary: 'Origin, Accept', 'x-frame-options': 'DENY' });
    expect(answer.body).toMatchObject(ANSWER);
    const described = await supertest(app.server).get('/batch/');
    expect(described.body).toMatchObject({ limits: { maxOperations: 50 } });
  });

  test('Hono: the whole app is the target', async () => {
    const app = (await run('ts hono', 'app')) as Hono;
    const body = JSON.stringify(BATCH);
    const headers = { 'content-type': 'application/json' };
    const answer = await app.request('/batch', { method: 'POST', headers, body });
    expect(answer.status).toBe(207);
    expect(await answer.json()).toMatchObject(ANSWER);
  });

  test('a bulk request and a report', async () => {
    const server = (await run('ts bulk', 'server')) as Server;
    const bulk = await supertest(server)
      .patch('/photos')
      .send([{ id: 1 }, { id: 'b' }]);
    expect([bulk.status, bulk.body]).toMatchObject([207, { responses: [{ status: 200 }, { status: 422 }] }]);
    const report = await supertest(server).get('/photos/7').set('accept', 'application/json');
    expect([report.status, report.body]).toMatchObject([
      207,
      { responses: [{ href: '/photos/7', status: 423, description: 'not in a batch' }] },
    ]);
  });
});
