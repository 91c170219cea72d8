import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { runProgram } from './run-program.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe.each(['core', 'inject', 'node'])('README of %s', (name) => {
  test('each program prints the output that is shown below it', async () => {
    const text = read(`packages/${name}/README.md`);
    const programs = [...text.matchAll(/```js\n(.*?)```\n\n```text\n(.*?)```/gs)];
    expect(programs.length).toBe(text.split('```js\n').length - 1);
    for (const [, program = '', output] of programs) {
      const lines: string[] = [];
      await runProgram(program, (...values) => lines.push(`${values.join(' ')}\n`));
      expect(lines.join('')).toBe(output);
    }
  });
});

test.each(['express', 'koa'])('README of %s: its program answers a batch', async (name) => {
  const [, program = ''] = /```js\n(.*?)```/s.exec(read(`packages/${name}/README.md`)) ?? [];
  const listening = program.replace('app.listen(3000)', "export const server = app.listen(0, '127.0.0.1')");
  const { server } = (await runProgram(listening)) as { server: Server };
  if (!server.listening) await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requests: [{ method: 'GET', url: '/photos/7' }] }),
  });
  expect(response.status).toBe(207);
  expect(await response.json()).toMatchObject({
    summary: { succeeded: 1 },
    responses: [{ href: '/photos/7', status: 200 }],
  });
  server.close();
  await once(server, 'close');
});
