// The page of examples/odata in Chromium.
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { createApp } from 'odata';
import { openDatabase, restoreSamples } from 'odata/database';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { ARGUMENTS, EXECUTABLE } from '../browser/chromium.js';

// A browser is started, and loads some hundred scripts, on machines that have other work.
jest.setTimeout(120_000);

let database: Awaited<ReturnType<typeof openDatabase>>;
let server: Server;
let browser: Browser;
let page: Page;
let origin: string;
const faults: string[] = [];
const batches: string[] = [];

beforeAll(async () => {
  database = await openDatabase();
  server = createApp(database).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
  page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) faults.push(request.url());
    if (request.url().endsWith('$batch')) batches.push(request.postData() ?? '');
  });
  await page.goto(origin);
  await quantity(0).waitFor();
}, 240_000);
afterAll(async () => {
  await browser.close();
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  await database.close();
  expect(faults).toEqual([]);
});

beforeEach(async () => {
  await restoreSamples(database);
  const discard = page.getByRole('button', { name: 'Discard' });
  if (await discard.isEnabled()) await discard.click();
  const answered = page.waitForResponse((response) => response.url().endsWith('$batch'));
  await page.getByRole('button', { name: 'Reload' }).click();
  await answered;
  batches.length = 0;
});

const quantity = (index: number): Locator => page.getByRole('spinbutton', { name: 'Quantity' }).nth(index);
const product = (index: number): Locator => page.getByRole('textbox', { name: 'Product' }).nth(index);
const row = (text: string): Locator => page.getByRole('row').filter({ hasText: text });

async function enter(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Tab');
}

async function save(expected: string): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(expected).waitFor();
}

async function orders(): Promise<unknown[]> {
  const { rows } = await database.query('SELECT "Product", "Quantity" FROM "Orders" ORDER BY "ID"');
  return rows.map((each) => Object.values(each as object).join(' '));
}

const SAMPLES = ['Lamp 2', 'Desk 1', 'Chair 4', 'Shelf 3', 'Rug 1'];

test('lists people with their orders', async () => {
  const names = page.getByRole('textbox', { name: 'Name' });
  expect(
    await names.evaluateAll((all) => all.map((each) => (each as unknown as { value: string }).value)),
  ).toEqual(['Ana Souza', 'Jürgen Groß', 'Zoë Ångström']);
  expect(await product(2).inputValue()).toBe('Chair');
});

test('saves all changes as one changeset', async () => {
  await enter(quantity(0), '5');
  await enter(product(2), 'Stühle 🪑');
  await page.getByRole('button', { name: 'Delete this order' }).nth(4).click();
  await page.getByRole('button', { name: 'Add order' }).nth(1).click();
  // The new order comes last: that of the second person.
  await enter(product(3), 'Globe');
  await save('All changes are saved.');
  expect(await orders()).toEqual(['Lamp 5', 'Desk 1', 'Stühle 🪑 4', 'Shelf 3', 'Globe 1']);
  expect(batches).toHaveLength(1);
  expect(batches[0]?.match(/boundary=changeset/g)).toHaveLength(1);
  expect(batches[0]?.match(/^(PATCH|POST|DELETE) \S+/gm)?.toSorted()).toEqual([
    'DELETE Orders(5)',
    'PATCH Orders(1)',
    'PATCH Orders(3)',
    'POST People(2)/Orders',
  ]);
});

test('saves nothing if a change fails, and shows the message in its row', async () => {
  await enter(quantity(0), '5');
  await enter(quantity(2), '100');
  await save('Nothing was saved');
  expect(await row('Quantity must be from 1 to 20.').count()).toBe(1);
  expect(await row('Quantity must be from 1 to 20.').getByRole('spinbutton').inputValue()).toBe('100');
  expect(await quantity(2).getAttribute('aria-invalid')).toBe('true');
  expect(await orders()).toEqual(SAMPLES);

  await enter(quantity(2), '20');
  await save('All changes are saved.');
  expect(await orders()).toEqual(['Lamp 5', 'Desk 1', 'Chair 20', 'Shelf 3', 'Rug 1']);
  expect(await row('Quantity must be from 1 to 20.').count()).toBe(0);
});

test('does not overwrite what another client has changed', async () => {
  await database.query('UPDATE "Orders" SET version = version + 1 WHERE "ID" = 3');
  await enter(quantity(0), '5');
  await enter(quantity(2), '6');
  await save('Nothing was saved');
  expect(await row('has changed since it was read').count()).toBe(1);
  expect(await orders()).toEqual(SAMPLES);
});

test('keeps an order that was sent', async () => {
  await page.getByRole('button', { name: 'Delete this order' }).nth(1).click();
  await save('Nothing was saved');
  expect(await row('cannot be changed any more').count()).toBe(1);
  expect(await orders()).toEqual(SAMPLES);
});

test('says what to run if OpenUI5 is not installed', async () => {
  const without = await browser.newPage();
  await without.route('**/resources/**', (route) => route.fulfill({ status: 404 }));
  await without.goto(origin);
  await without.getByText('npx --yes pnpm@12.21.0 --dir compat install').waitFor();
  await without.close();
});
