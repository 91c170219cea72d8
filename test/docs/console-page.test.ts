import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { batchConsole } from '@multistatus/console/express';
import express from 'express';
import request from 'supertest';
import { PageFolder } from './page-folder.js';
import { ROOT, readPage } from './read-page.js';
import { serverProgram } from './server-program.js';

const PAGE = 'packages/console/README.md';
const TEXT = readFileSync(new URL(PAGE, ROOT), 'utf8');
const [EXPRESS, KOA, ALLOW, ...OTHERS] = readPage(PAGE)
  .blocks.filter(({ info }) => info !== 'sh' && info !== 'text')
  .map(({ code }) => code);

/** Sends the batch that stands ready on the page to the endpoint, as the page does, and returns what it answers. */
async function sendReady(origin: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const page = await (await fetch(`${origin}/batch/console/`, { headers })).text();
  const [, config = ''] = /<script type="application\/json" id="config">(.*?)<\/script>/s.exec(page) ?? [];
  const { batch = { requests: [{ method: 'GET', url: '/' }] } } = JSON.parse(config) as { batch?: object };
  const answer = await fetch(`${origin}/batch`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(batch),
  });
  return answer.json();
}

/** Starts a program of the page on a free port, and runs `use` with its origin. */
async function withProgram(
  program: string | undefined,
  use: (origin: string) => Promise<void>,
): Promise<void> {
  const folder = new PageFolder(new URL('./', import.meta.url));
  const exports = await folder.run(serverProgram(program ?? '', []), () => undefined);
  const { server } = exports as { server: Server };
  if (!server.listening) await once(server, 'listening');
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    await once(server, 'close');
    folder.remove();
  }
}

describe.each([
  ['Express', EXPRESS],
  ['Koa', KOA],
])('the program for %s', (_name, program) => {
  test('has the console at the address that the page names, one level below the endpoint', async () => {
    await withProgram(program, async (origin) => {
      const page = await fetch(`${origin}/batch/console`);
      expect(page.url).toBe(`${origin}/batch/console/`);
      expect(await page.text()).toContain('<title>multistatus console</title>');
      expect(await sendReady(origin)).toMatchObject({
        responses: [{ status: 200, timing: { durationMs: expect.any(Number) } }],
      });
    });
  });
});

test('the program with allow shows the page to admins only', async () => {
  await withProgram(ALLOW, async (origin) => {
    const open = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(`${origin}/batch/console/`, { headers });
    const unknown = await open({});
    expect([unknown.status, unknown.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="shop"']);
    expect((await open({ authorization: `Basic ${btoa('bob:secret')}` })).status).toBe(403);
    const admin = { authorization: `Basic ${btoa('ada:secret')}` };
    expect((await open(admin)).status).toBe(200);
    expect(await sendReady(origin, admin)).toMatchObject({
      responses: [{ status: 200, body: { isAdmin: true } }],
    });
  });
});

test('there are no other blocks', () => {
  expect(OTHERS).toEqual([]);
});

test('the headers are those that are shown', async () => {
  const [, shown = ''] = /```text\n(.*?)```/s.exec(TEXT) ?? [];
  const { headers } = await request(express().use(batchConsole())).get('/');
  for (const line of shown.trim().split('\n')) {
    const [name = '', value] = line.split(/: (.*)/s);
    expect({ [name]: headers[name] }).toEqual({ [name]: value });
  }
});

test('the table of options names those that there are', () => {
  const [, table = ''] = /## Options\n(.*?)\n## /s.exec(TEXT) ?? [];
  const names = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  const refuse = (): unknown => batchConsole({ unknown: 1 } as object);
  expect(names.pop()).toBe('path'); // of Koa
  expect(refuse).toThrow(`the options are ${names.join(', ')}`);
});
