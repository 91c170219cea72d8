import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { batchConsole } from '@multistatus/console/express';
import express from 'express';
import request from 'supertest';
import { runProgram } from './run-program.js';

const README = readFileSync(new URL('../../packages/console/README.md', import.meta.url), 'utf8');

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

/** Starts a program of the README on a free port, and runs `use` with its origin. */
async function withProgram(name: string, use: (origin: string) => Promise<void>): Promise<void> {
  const program = README.split(`\`\`\`js ${name}\n`)[1]?.split('```')[0] ?? '';
  const listening = program.replace('app.listen(3000)', "export const server = app.listen(0, '127.0.0.1')");
  const { server } = (await runProgram(listening)) as { server: Server };
  if (!server.listening) await once(server, 'listening');
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    await once(server, 'close');
  }
}

describe.each(['express', 'koa'])('the program for %s', (name) => {
  test('has the page at the address that the README names, one level below the endpoint', async () => {
    await withProgram(name, async (origin) => {
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
  await withProgram('allow', async (origin) => {
    const open = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(`${origin}/batch/console/`, { headers });
    const unknown = await open({});
    expect([unknown.status, unknown.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="shop"']);
    expect((await open({ authorization: `Basic ${btoa('bob:secret')}` })).status).toBe(403);
    const admin = { authorization: `Basic ${btoa('ada:secret')}` };
    expect((await open(admin)).status).toBe(200);
    expect(await sendReady(origin, admin)).toMatchObject({
      responses: [{ status: 200, body: { user: 'ada' } }],
    });
  });
});

test('every program is run by a test above', () => {
  expect([...README.matchAll(/^```js ?(.*)$/gm)].map(([, name]) => name)).toEqual([
    'express',
    'koa',
    'allow',
  ]);
});

test('the headers are those that are shown', async () => {
  const [, shown = ''] = /```text\n(.*?)```/s.exec(README) ?? [];
  const { headers } = await request(express().use(batchConsole())).get('/');
  for (const line of shown.trim().split('\n')) {
    const [name = '', value] = line.split(/: (.*)/s);
    expect({ [name]: headers[name] }).toEqual({ [name]: value });
  }
});

test('the table of options names those that there are', () => {
  const [, table = ''] = /## Options\n(.*?)\n## /s.exec(README) ?? [];
  const names = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  const refuse = (): unknown => batchConsole({ unknown: 1 } as object);
  expect(names.pop()).toBe('path'); // of Koa
  expect(refuse).toThrow(`the options are ${names.join(', ')}`);
});
