// The page about CORS: its servers answer preflights, and its HTML shows in Chromium, from another origin, what has failed.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { chromium } from 'playwright-core';
import { compilePrograms } from '../../test/docs/compile-programs.js';
import { readPage } from '../../test/docs/read-page.js';
import { type TakeBlock, testPage } from '../../test/docs/run-page.js';
import { ARGUMENTS, EXECUTABLE } from './chromium.js';

// A browser is started, on machines that have other work.
jest.setTimeout(120_000);

const ORIGIN = 'http://localhost:5173';

/** Opens the HTML at the origin that the server allows. Chromium gets it, and nothing else of that origin, from the test. */
const showPage: TakeBlock = async (block, { port, folder }) => {
  const html = readFileSync(join(folder, 'page.html'), 'utf8');
  const files = createServer((_req, res) => {
    res
      .setHeader('content-type', 'text/html')
      .end(html.replaceAll('http://localhost:3000', `http://127.0.0.1:${port}`));
  }).listen(0, '127.0.0.1');
  await once(files, 'listening');
  const { port: filesPort } = files.address() as AddressInfo;
  const rule = `--host-resolver-rules=MAP localhost:5173 127.0.0.1:${filesPort}`;
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: [...ARGUMENTS, rule] });
  try {
    const page = await browser.newPage();
    await page.goto(ORIGIN);
    await page.locator('#status:not(:text("Sending"))').waitFor();
    expect((await page.locator('p, li').allTextContents()).join('\n')).toBe(block.code);
  } finally {
    await browser.close();
    files.closeAllConnections();
    files.close();
    await once(files, 'close');
  }
  return undefined;
};

const PAGE = 'docs/recipes/cors-and-browsers.md';

testPage(PAGE, {
  folder: new URL('./', import.meta.url),
  kinds: { page: showPage },
});

test('its programs compile', () => {
  const { status, stdout } = compilePrograms([readPage(PAGE)], new URL('.programs/', import.meta.url));
  expect([status, stdout]).toEqual([0, '']);
});
