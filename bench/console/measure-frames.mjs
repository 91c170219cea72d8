// Sends 10 000 operations from the console in Chromium, and prints how long its main thread was busy at a time while the outcomes
// arrived. A task of more than 50 ms is a frame that is late. Then it opens an outcome whose body has 5 MB.
import { once } from 'node:events';
import { batchConsole } from '@multistatus/console/express';
import { batch } from '@multistatus/express';
import express from 'express';
import { chromium } from 'playwright-core';

const OPERATIONS = 10_000;
const requests = Array.from({ length: OPERATIONS }, (_, index) => ({
  method: 'GET',
  url: `/photos/${index}`,
}));
const big = { requests: [{ method: 'GET', url: '/big' }] };

const app = express();
app.use('/batch', batch({ limits: { maxOperations: OPERATIONS, maxOperationResponseBytes: 6_000_000 } }));
app.use('/batch/console', batchConsole({ batch: { requests } }));
app.use('/big/console', batchConsole({ endpoint: '/batch', batch: big }));
app.get('/big', (_req, res) => void res.json({ text: 'x'.repeat(5_000_000) }));
app.get('/photos/:id', (req, res) => {
  // Every fifth fails, for one of two reasons.
  const id = Number(req.params.id);
  if (id % 5 === 0) res.status(id % 2 === 0 ? 404 : 409).json({ title: 'Not this one' });
  else res.json({ id, title: 'Tejo' });
});
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});

/** Collects tasks of more than 50 ms. */
const OBSERVE = `
  globalThis.tasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.tasks.push(duration);
  }).observe({ type: 'longtask' });
`;

async function measure(name, path, act) {
  const page = await browser.newPage();
  await page.goto(origin + path, { waitUntil: 'networkidle' });
  await page.evaluate(OBSERVE);
  const startedAt = performance.now();
  await act(page);
  const elapsed = Math.round(performance.now() - startedAt);
  const tasks = await page.evaluate('globalThis.tasks');
  const longest = Math.round(Math.max(0, ...tasks));
  process.stdout.write(
    `${name}: ${elapsed} ms; tasks over 50 ms: ${tasks.length}; the longest: ${longest === 0 ? 'under 50' : longest} ms\n`,
  );
  await page.close();
}

await measure('10 000 outcomes', '/batch/console/', async (page) => {
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.run-counts').getByText('8,000 succeeded').waitFor({ timeout: 120_000 });
});
await measure('a body of 5 MB', '/big/console/', async (page) => {
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.run-counts').getByText('1 succeeded').waitFor({ timeout: 120_000 });
  await page.locator('tr.outcome').first().click();
  await page.locator('.detail').waitFor();
});

await browser.close();
server.close();
