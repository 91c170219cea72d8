import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { PROBLEM_TYPES } from '@multistatus/core';
import { runProgram } from './run-program.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const CORE = read('packages/core/README.md');

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

describe('problem types', () => {
  const slugs = Object.keys(PROBLEM_TYPES);

  test('each has a heading in the README of core, and there are no other headings', () => {
    expect([...CORE.matchAll(/^## (\S+)$/gm)].map(([, slug]) => slug)).toEqual(slugs);
  });

  test('each is in the table of the root README with its status', () => {
    const rows = [...read('README.md').matchAll(/^\| `([a-z-]+)` +\| (\d{3}) +\| (false|unknown)/gm)];
    const table = Object.fromEntries(
      rows.map(([, slug, status, executed]) => [slug, `${status} ${executed}`]),
    );
    const expected = Object.entries(PROBLEM_TYPES).map(([slug, type]) => [
      slug,
      `${type.status} ${type.executed}`,
    ]);
    expect(table).toEqual(Object.fromEntries(expected));
  });

  test('every code of an issue is in the README of core', () => {
    const sources = [
      'validate/batch-shape',
      'validate/assign-ids',
      'validate/read-operation',
      'operation/operation-url',
      'validate/operation-headers',
      'validate/operation-body',
      'validate/read-references',
      'plan/plan',
      'plan/find-dependency-issue',
      'formats/read-json-body',
    ];
    const codes = sources.flatMap((name) =>
      [
        ...read(`packages/core/src/${name}.ts`).matchAll(
          /(?:code: |\badd\([^;]*?, |report\('\w+', |invalid\('\w+', |code = )'([a-z]+-[a-z-]+|empty|missing|fragment)'/g,
        ),
      ].map(([, code]) => code),
    );
    expect(codes.length).toBeGreaterThan(20);
    for (const code of codes) expect(CORE).toContain(`\`${code}\``);
  });
});
