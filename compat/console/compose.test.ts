// Composing a batch: the editor and the faults that it finds, the first batch, and inserting, opening, saving and copying.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { EXPRESS, NEWEST_HOSTS } from './hosts.js';
import { useConsole } from './open-console.js';
import { BATCH, editorOf, send, waitForCounts, waitForEditor } from './story.js';

const openConsole = useConsole();

/** Replaces what is in the editor. */
async function write(page: Page, text: string): Promise<void> {
  await editorOf(page).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

/** The text that the batch has, whatever editor shows it. */
async function readText(page: Page): Promise<string> {
  const lines = page.locator('.cm-line');
  if ((await lines.count()) > 0)
    return (await lines.allInnerTexts()).map((line) => line.replace(/\n$/, '')).join('\n');
  return editorOf(page).inputValue();
}

function faultsOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Faults in the batch' }).getByRole('button');
}

function sendButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Send', exact: true });
}

describe.each(NEWEST_HOSTS)('%s', (_name, host) => {
  test('faults are found while typing, marked in the gutter, and lead to their place', async () => {
    const { page } = await openConsole(host, { batch: { limits: { maxOperations: 2 } } });
    await waitForEditor(page);
    await page.getByText('at most 2 operations').waitFor();
    await write(page, '{ "requests": [\n{ "method": "GET", "url": "photos" },\n{ "method": "GET" }\n] }');
    await faultsOf(page).nth(1).waitFor();
    expect(await faultsOf(page).allInnerTexts()).toEqual([
      expect.stringContaining('line 2, column 27'),
      expect.stringContaining('line 3, column 1'),
    ]);
    expect(await page.locator('.fault-mark').count()).toBe(2);
    expect(await page.locator('.cm-line .fault').first().textContent()).toBe('"photos"');
    expect(await sendButton(page).isDisabled()).toBe(true);
    await page.getByText('2 faults to correct').waitFor();

    await faultsOf(page).first().click();
    await page.keyboard.insertText('"/photos"');
    await faultsOf(page).nth(1).waitFor({ state: 'detached' });
    await faultsOf(page).first().click();
    expect(await page.locator('.cm-activeLine').textContent()).toBe('{ "method": "GET" }');
    expect(await page.locator('.fault-mark').count()).toBe(1);

    await write(page, '{ "requests": [\n  {,} ] }');
    await faultsOf(page).getByText('line 2, column 4').waitFor();
    const get = '{ "method": "GET", "url": "/photos/7" }';
    await write(page, `{ "requests": [${get}, ${get}, ${get}] }`);
    await faultsOf(page).getByText('the limit maxOperations is 2').waitFor();
    await write(page, `{ "requests": [${get}] }`);
    await faultsOf(page).first().waitFor({ state: 'detached' });
    await send(page);
    await waitForCounts(page, '1 succeeded');
  });

  test('operations of the app are inserted where the caret is, and placeholders are pointed out', async () => {
    const { page } = await openConsole(host, { console: { batch: BATCH } });
    await waitForEditor(page);
    await page.getByText('Insert an operation').click();
    await page.getByRole('searchbox').fill('PHOTO add');
    const found = page.locator('.operations li');
    expect(await found.allInnerTexts()).toEqual([expect.stringContaining('Add a photo')]);
    await found.getByRole('button').press('Enter');
    await page.getByText('Inserted post-photos').waitFor();
    const { requests } = JSON.parse(await readText(page)) as { requests: unknown[] };
    expect(requests).toHaveLength(5);
    expect(requests[4]).toEqual({
      id: 'post-photos',
      method: 'POST',
      url: '/photos',
      body: { title: 'Tejo' },
    });
    await page.getByRole('button', { name: 'One that uses the result of another' }).click();
    await page.getByText('Inserted new, POST /photos; use-new, GET /photos/{item}.').waitFor();
    expect(await faultsOf(page).count()).toBe(0);
    expect(await sendButton(page).isEnabled()).toBe(true);
  });
});

test('without a batch of the app, one is made from its operations that only read', async () => {
  const { page } = await openConsole(EXPRESS);
  await waitForEditor(page);
  await page.getByText('"get-photos"').waitFor();
  await send(page);
  await waitForCounts(page, '1 succeeded');
});

test('a batch of the app with a member that does not exist is marked at once', async () => {
  const { page } = await openConsole(EXPRESS, {
    console: { batch: { requests: [{ methd: 'GET', url: '/photos/7' }] } },
  });
  await faultsOf(page).getByText('/requests/0/methd').waitFor();
  expect(await sendButton(page).isDisabled()).toBe(true);
});

test.each([1200, 1280])('at %i pixels, everything above the editor is in one row', async (width) => {
  const { page } = await openConsole(EXPRESS, {
    console: { batch: BATCH },
    browser: { viewport: { width, height: 800 } },
  });
  await waitForEditor(page);
  const [first, last] = await Promise.all([
    sendButton(page).boundingBox(),
    page.getByRole('button', { name: 'Headers…' }).boundingBox(),
  ]);
  expect(Math.abs((first?.y ?? 0) - (last?.y ?? 100))).toBeLessThan(10);
});

test('what is typed before the code editor is there stays, with the caret and the focus', async () => {
  const { page } = await openConsole(EXPRESS, { openPath: '/openapi.json' });
  let load = (): void => {};
  const loading = new Promise<void>((resolve) => {
    load = resolve;
  });
  await page.route('**/code-editor-*.js', async (route) => {
    await loading;
    await route.continue();
  });
  await page.goto(new URL('/batch/console/', page.url()).href);
  const area = page.locator('.editor textarea');
  await expect(area.inputValue()).resolves.toEqual(expect.any(String));
  await area.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('{ "requests": [] }');
  for (let count = 0; count < 3; count += 1) await page.keyboard.press('ArrowLeft');
  load();
  await waitForEditor(page);
  await page.keyboard.insertText('{ "method": "GET", "url": "/photos/7" }');
  await page.keyboard.press('Control+Enter');
  await waitForCounts(page, '1 succeeded');
  expect(await readText(page)).toBe('{ "requests": [{ "method": "GET", "url": "/photos/7" }] }');
});

test('without the code editor, the textarea does everything', async () => {
  const opened = await openConsole(EXPRESS, { openPath: '/openapi.json' });
  const { page } = opened;
  await page.route('**/code-editor-*.js', (route) => route.abort());
  await page.goto(new URL('/batch/console/', page.url()).href);
  const area = page.locator('.editor textarea');
  await area.fill('{ "requests": [\n  { "method": "GET", "url": "photos/7" }\n] }');
  await faultsOf(page).first().click();
  await page.keyboard.insertText('"/photos/7"');
  await faultsOf(page).first().waitFor({ state: 'detached' });
  await page.getByText('Insert an operation').click();
  await page.getByRole('button', { name: /^DELETE/ }).click();
  await page.getByText('Inserted delete-photos').waitFor();
  await area.press('Control+Enter');
  await waitForCounts(page, '2 succeeded');
  await area.press('Tab');
  expect(await area.evaluate((element) => element.matches(':focus'))).toBe(false);
  for (const fault of opened.takeFaults()) expect(fault).toContain('net::ERR_FAILED');
});

test('the editor is left by Tab, and Control and Enter send what it has', async () => {
  const { page, requests } = await openConsole(EXPRESS, { console: { batch: BATCH } });
  await waitForEditor(page);
  await editorOf(page).focus();
  await page.keyboard.press('Tab');
  expect(await editorOf(page).evaluate((element) => element.matches(':focus'))).toBe(false);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('x');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Nothing was sent: correct the faults first.').waitFor();
  expect(requests).not.toContain('POST /batch');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Control+Enter');
  await waitForCounts(page, '2 succeeded', '2 failed');
});

test('a batch is formatted without a change of its numbers, saved, and opened again', async () => {
  const { page } = await openConsole(EXPRESS);
  await waitForEditor(page);
  await write(page, '{"requests":[{"method":"POST","url":"/photos","body":{"n":12345678901234567890.10}}]}');
  await page.getByRole('button', { name: 'Format' }).click();
  await page.locator('.cm-line').nth(2).waitFor();
  const formatted = await readText(page);
  expect(formatted).toContain('12345678901234567890.10');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save' }).click();
  const file = await (await download).path();
  expect((await download).suggestedFilename()).toBe('batch.json');
  expect(readFileSync(file, 'utf8')).toBe(formatted);

  await write(page, '{}');
  await page.getByLabel('Open a batch from a file').setInputFiles(file);
  await page.getByText('is open.').waitFor();
  expect(await readText(page)).toBe(formatted);
  const bytes = { name: 'x.bin', mimeType: 'application/json', buffer: Buffer.from([0xff, 0xfe]) };
  await page.getByLabel('Open a batch from a file').setInputFiles(bytes);
  await page.getByText('x.bin cannot be read as UTF-8 text.').waitFor();
  expect(await readText(page)).toBe(formatted);
});

test('10,000 operations of the app with hostile texts are searched without a pause', async () => {
  const paths = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `/p${index}`,
      { get: { summary: `<img src=x onerror="alert(${index})"></script>` } },
    ]),
  );
  const { page } = await openConsole(EXPRESS, {
    console: { batch: BATCH, openapi: '/huge.json' },
    answer: ({ url }) =>
      url === '/huge.json'
        ? {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ openapi: '3.0.0', paths }),
          }
        : undefined,
  });
  await page.getByText('Insert an operation').click();
  await page.getByText('and 9950 more').waitFor();
  await page.getByRole('searchbox').fill('/p9999');
  await page.locator('.operations li').getByText('<img src=x onerror="alert(9999)">').waitFor();
  expect(await page.locator('.operations img').count()).toBe(0);
});
