import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { PageFolder } from '../docs/page-folder.js';

const read = (name: string): string =>
  readFileSync(new URL(`../../packages/${name}/SKILL.md`, import.meta.url), 'utf8');

/** What the programs of the client talk to. */
const PHOTOS = `
import express from 'express';
import { batch } from '@multistatus/express';

const app = express();
app.use('/batch', batch());
app.use(express.json());
app.get('/photos/7', (req, res) => res.json({ id: 7, title: 'Tram 28' }));
app.post('/albums', (req, res) => res.status(201).location('/albums/4').json({ id: 4, ...req.body }));
app.get('/albums/4/photos', (req, res) => res.json([]));
app.listen(3000);
`;

const folder = new PageFolder(new URL('./', import.meta.url));
afterAll(() => folder.remove());

let server: Server | undefined;
afterEach(async () => {
  if (server === undefined) return;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  server = undefined;
});

/** Runs a program that listens, and returns its address. */
async function start(program: string): Promise<string> {
  const listening = program.replace('app.listen(3000)', "export const server = app.listen(0, '127.0.0.1')");
  ({ server } = (await folder.run(listening, () => {})) as { server: Server });
  if (!server.listening) await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs the programs below which their output is shown, and expects it. */
async function expectOutputs(text: string, origin: string): Promise<void> {
  const programs = [...text.matchAll(/^```ts\n((?:(?!^```).)*)^```\n\n```text\n(.*?)^```/gms)];
  expect(programs.length).toBe(text.split('```text\n').length - 1);
  for (const [, program = '', output] of programs) {
    const lines: string[] = [];
    const log = (...values: unknown[]): void => void lines.push(`${values.join(' ')}\n`);
    await folder.run(program.replaceAll('http://localhost:3000', origin), log);
    expect(lines.join('')).toBe(output);
  }
}

describe.each(['express', 'koa'])('SKILL.md of %s', (name) => {
  test('its app answers as shown below', async () => {
    const text = read(name);
    const [, app = ''] = /```ts\n(.*?)```/s.exec(text) ?? [];
    await expectOutputs(text, await start(app));
  });

  test.each([
    [207, true],
    [403, false],
  ])(
    'a batch with a key is answered %i if authentication in front has found someone: %s',
    async (status, found) => {
      const [, mount = ''] = /```js journal\n(.*?)```/s.exec(read(name)) ?? [];
      const create = name === 'koa' ? 'new create()' : 'create()';
      const who = found ? `${name === 'koa' ? 'first.state' : 'first'}.user = { id: 'ana' };` : '';
      const origin = await start(`
      import create from '${name}';
      const app = ${create};
      const authenticate = (first, ...rest) => { ${who} return rest.at(-1)(); };
      ${mount}
      app.listen(3000);
    `);
      const response = await fetch(`${origin}/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': '"k1"' },
        body: JSON.stringify({ requests: [{ method: 'DELETE', url: '/photos/7' }] }),
      });
      expect(response.status).toBe(status);
    },
  );
});

test('SKILL.md of client: every program prints the output that is shown below it', async () => {
  await expectOutputs(read('client'), await start(PHOTOS));
});

test.each(['express', 'koa', 'client'])('SKILL.md of %s begins with its name and when to use it', (name) => {
  expect(read(name)).toMatch(
    new RegExp(`^---\nname: multistatus-${name}\ndescription: [^\n]{50,1024}\n---\n\n# `),
  );
});
