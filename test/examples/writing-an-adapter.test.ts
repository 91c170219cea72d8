import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { Hono } from 'hono';
import supertest from 'supertest';
import { runProgram } from './run-program.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const PAGE = read('docs/internals/writing-an-adapter.md');
const BLOCKS = new Map(
  [...PAGE.matchAll(/^```(\S+ \S+)\n(.*?)^```$/gms)].map(([, info, code]) => [info, code]),
);

const BATCH = { requests: [{ method: 'GET', url: '/photos/7' }] };
const ANSWER = { responses: [{ href: '/photos/7', status: 200, body: { id: '7' } }] };

/** Runs a program of the page on the adapters of the suite, and returns one of its variables. */
async function run(info: string, name: string): Promise<unknown> {
  const program = (BLOCKS.get(info) ?? '').replaceAll(
    /'\.\/(.*-batch)\.js'/g,
    "'../conformance/hosts/$1.ts'",
  );
  const exports = (await runProgram(`${program}\nexport { ${name} };`)) as Record<string, unknown>;
  return exports[name];
}

test('every code block of the page is tested below', () => {
  const infos = [...PAGE.matchAll(/^```(.+)$/gm)].map(([, info]) => info);
  expect(infos).toEqual([...BLOCKS.keys()]);
  expect(infos.filter((info) => info?.startsWith('js'))).toEqual(['js fastify', 'js hono', 'js bulk']);
});

test.each(['fastify-batch.ts', 'fetch-batch.ts'])('%s is on the page as it is in the suite', (file) => {
  expect(BLOCKS.get(`ts ${file}`)).toBe(read(`test/conformance/hosts/${file}`));
});

test.each(['ts fastify-batch.ts', 'ts fetch-batch.ts'])('%s is an adapter in less than 60 lines', (info) => {
  expect((BLOCKS.get(info) ?? '').trimEnd().split('\n').length).toBeLessThan(60);
});

describe('the programs', () => {
  test('Fastify: the whole app is the target', async () => {
    const app = (await run('js fastify', 'app')) as FastifyInstance;
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
    const app = (await run('js hono', 'app')) as Hono;
    const body = JSON.stringify(BATCH);
    const headers = { 'content-type': 'application/json' };
    const answer = await app.request('/batch', { method: 'POST', headers, body });
    expect(answer.status).toBe(207);
    expect(await answer.json()).toMatchObject(ANSWER);
  });

  test('a bulk request and a report', async () => {
    const server = (await run('js bulk', 'server')) as Server;
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
