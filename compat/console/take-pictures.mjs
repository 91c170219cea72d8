// Takes the pictures of packages/console/README.md: the console of the photo album, in Chromium.
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createApp } from 'photo-album';
import { openDatabase } from 'photo-album/database';
import { createTables } from 'photo-album/schema';
import { chromium } from 'playwright-core';

const FOLDER = fileURLToPath(new URL('../../packages/console/pictures/', import.meta.url));
const WIDE = { width: 1440, height: 860 };
const LOW = { width: 1440, height: 560 };
const NARROW = { width: 390, height: 844 };

await mkdir(FOLDER, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});

/** Sends the batch that stands ready to a new album, and takes a picture of one view of what came of it. */
async function takePicture(name, { viewport = WIDE, colorScheme = 'light', view = 'Outcomes', clip } = {}) {
  const database = await openDatabase();
  await createTables(database);
  const server = createApp(database).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
  await page.goto(`http://127.0.0.1:${server.address().port}/batch/console/`, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.run-counts').getByText('succeeded').waitFor();
  await page.getByRole('tab', { name: view }).click();
  const whole = clip === undefined ? page : page.locator(clip);
  await page.waitForLoadState('networkidle');
  await whole.screenshot({ path: `${FOLDER}${name}.png` });
  await page.close();
  server.close();
  await database.close();
}

await takePicture('wide-light');
await takePicture('wide-dark', { colorScheme: 'dark' });
await takePicture('narrow', { viewport: NARROW });
await takePicture('graph', { view: 'Graph', viewport: LOW, clip: 'section.run' });
await takePicture('timeline', { view: 'Timeline', viewport: LOW, clip: 'section.run' });
await browser.close();
