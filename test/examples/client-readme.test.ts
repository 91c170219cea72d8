import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Worker } from '@multistatus/async';
import * as client from '@multistatus/client';
import { runProgram } from './run-program.js';

const README = readFileSync(new URL('../../packages/client/README.md', import.meta.url), 'utf8');
const SCRIPTS = [...README.matchAll(/^```js\n(.*?)^```\n\n```text\n(.*?)^```/gms)].map(
  ([, script = '', output = '']) => ({ script, output }),
);

let server: Server;
let worker: Worker;
let origin: string;
beforeAll(async () => {
  const [, program = ''] = /^```js server\n(.*?)^```/ms.exec(README) ?? [];
  const listening = program
    .replace('app.listen(3000)', "export const server = app.listen(0, '127.0.0.1')")
    .replace('createWorker({ t', 'export const worker = createWorker({ t');
  ({ server, worker } = (await runProgram(listening)) as { server: Server; worker: Worker });
  await worker.ready;
  if (!server.listening) await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await worker.stop();
});

test('every script prints what stands below it, one after another', async () => {
  expect(SCRIPTS).toHaveLength(README.match(/^```js\n/gm)?.length ?? 0);
  for (const { script, output } of SCRIPTS) {
    const lines: string[] = [];
    const log = (...values: unknown[]): void => {
      const texts = values.map((value) =>
        typeof value === 'object' ? JSON.stringify(value) : `${value as string}`,
      );
      lines.push(`${texts.join(' ')}\n`);
    };
    await runProgram(script.replaceAll('http://localhost:3000', origin), log);
    expect(lines.join('')).toBe(output);
  }
});

test('every export is shown', () => {
  const imports = README.matchAll(/^import \{([^}]*)\} from '@multistatus\/client';$/gm);
  const names = [...imports].flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
  expect([...new Set(names)].toSorted()).toEqual(Object.keys(client).toSorted());
});
