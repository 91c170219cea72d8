// The page about proxies, with a real nginx in front of its programs.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, expect, test } from '@jest/globals';
import { compilePrograms } from '../../test/docs/compile-programs.js';
import { readPage } from '../../test/docs/read-page.js';
import { type TakeBlock, testPage } from '../../test/docs/run-page.js';
import { type NginxServer, startNginx } from './nginx-server.js';

const PAGE = 'docs/recipes/proxies-and-prefixes.md';

let nginx: NginxServer | undefined;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts nginx with a `server` of the page, in place of the one before. */
const startProxy: TakeBlock = async ({ code }, { port }) => {
  await nginx?.stop();
  const proxyPort = await freePort();
  const server = code
    .replace('listen 80;', `listen 127.0.0.1:${proxyPort};`)
    .replace('http://localhost:3000', `http://127.0.0.1:${port}`);
  nginx = await startNginx(port, { server });
  return proxyPort;
};

afterAll(() => nginx?.stop());

testPage(PAGE, { folder: new URL('./', import.meta.url), kinds: { proxy: startProxy } });

test('its programs compile', () => {
  const { status, stdout } = compilePrograms([readPage(PAGE)], new URL('.programs/', import.meta.url));
  expect([status, stdout]).toEqual([0, '']);
});
