// Takes the picture of examples/odata/README.md: a changeset that has failed, in Chromium.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createApp } from 'odata';
import { openDatabase } from 'odata/database';
import { chromium } from 'playwright-core';

const database = await openDatabase();
const server = createApp(database).listen(0, '127.0.0.1');
await once(server, 'listening');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1080, height: 660 }, reducedMotion: 'reduce' });
page.setDefaultTimeout(120_000);
await page.goto(`http://127.0.0.1:${server.address().port}`);
const quantity = page.getByRole('spinbutton', { name: 'Quantity' });
await quantity.nth(0).fill('5');
await quantity.nth(2).fill('100');
await page.getByRole('button', { name: 'Save' }).click();
await page.getByText('Nothing was saved').waitFor();
await page.screenshot({ path: fileURLToPath(new URL('../../examples/odata/page.png', import.meta.url)) });

await browser.close();
server.close();
server.closeAllConnections();
await database.close();
