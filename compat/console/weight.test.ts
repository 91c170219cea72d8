// What the browser fetches of the page, gzipped.
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { EXPRESS } from './hosts.js';
import { useConsole } from './open-console.js';
import { BATCH } from './story.js';
import { useEverything } from './use-everything.js';

const openConsole = useConsole();

/** Counts the kilobytes (1000 bytes) of the page's own files that are fetched from now on; the editor's on their own. */
function weigh(page: Page): () => Promise<{ readonly editor: number; readonly others: number }> {
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.startsWith('/batch/console/')) bodies.push(response.body());
  });
  return async () => {
    const weights = { editor: 0, others: 0 };
    for (const body of await Promise.all(bodies))
      weights[body.includes('cm-content') ? 'editor' : 'others'] += gzipSync(body).length / 1000;
    return weights;
  };
}

test('at most 60 kB before the first click, 110 of the editor, and 280 in all', async () => {
  const opened = await openConsole(EXPRESS, { openPath: '/openapi.json', console: { batch: BATCH } });
  const { page } = opened;
  const weights = weigh(page);
  await page.goto(new URL('/batch/console/', page.url()).href, { waitUntil: 'networkidle' });
  const { editor, others } = await weights();
  expect(others).toBeLessThanOrEqual(60);
  expect(editor).toBeLessThanOrEqual(110);
  await useEverything(opened);
  const all = await weights();
  expect(all.others).toBeGreaterThan(others);
  expect(all.editor + all.others).toBeLessThanOrEqual(280);
});
