// What can go wrong between the page and the server: each time, the page says what happened and goes on.
import { describe, expect, test } from '@jest/globals';
import { EXPRESS, NEWEST_HOSTS } from './hosts.js';
import { useConsole } from './open-console.js';
import { BATCH, openTab, send, waitForCounts, waitForEditor } from './story.js';

const openConsole = useConsole();

const SLOW_BATCH = { requests: ['/photos/7', '/slow/1'].map((url) => ({ method: 'GET', url })) };
const TOKEN = 'secret-token-1234';

describe.each(NEWEST_HOSTS)('%s', (_name, host) => {
  test('a slow operation: the others are shown at once', async () => {
    const { page, gate } = await openConsole(host, { console: { batch: SLOW_BATCH } });
    await send(page);
    await waitForCounts(page, '1 succeeded', '1 waiting');
    gate.open();
    await waitForCounts(page, '2 succeeded');
  });

  test('cancelled: what has arrived stays', async () => {
    const { page } = await openConsole(host, { console: { batch: SLOW_BATCH } });
    await send(page);
    await waitForCounts(page, '1 succeeded', '1 waiting');
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.locator('.run').getByRole('alert').waitFor();
    await waitForCounts(page, '1 succeeded');
  });

  test('the server is gone in the middle: what has arrived stays, and the page says that the rest is missing', async () => {
    const { page, stopServer } = await openConsole(host, { console: { batch: SLOW_BATCH } });
    await send(page);
    await waitForCounts(page, '1 succeeded', '1 waiting');
    await stopServer();
    await page.getByRole('alert').filter({ hasText: 'The answer broke off' }).waitFor();
    await waitForCounts(page, '1 succeeded');
    await send(page);
    await page
      .getByRole('alert')
      .filter({ hasText: 'The connection failed before an outcome arrived' })
      .waitFor();
  });

  test('an endpoint that asks for a token', async () => {
    const { page } = await openConsole(host, { token: TOKEN, console: { batch: BATCH } });
    await waitForEditor(page);
    await page.getByRole('button', { name: 'Add credentials' }).click();
    await page.getByRole('textbox', { name: 'Value' }).fill(`Bearer ${TOKEN}`);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('at most 100 operations').waitFor();
    await send(page);
    await waitForCounts(page, '2 succeeded', '2 failed');

    await page.getByRole('button', { name: 'Copy as…' }).click();
    const copied = page.getByRole('textbox', { name: 'What is copied' });
    for (const target of ['curl', 'fetch', '@multistatus/client']) {
      await page.getByRole('radio', { name: target }).check();
      expect(await copied.inputValue()).not.toContain(TOKEN);
    }
    await page.getByRole('checkbox', { name: /^Include the values/ }).check();
    expect(await copied.inputValue()).toContain(TOKEN);
    const kept = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href, document.cookie, document.title])',
    );
    expect(kept).not.toContain(TOKEN);
    expect(await page.evaluate('indexedDB.databases()')).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: 'Add credentials' }).waitFor();
    expect(await page.content()).not.toContain(TOKEN);
  });

  test('a client that may not see the page', async () => {
    const { page } = await openConsole(host, { console: { allow: () => false } });
    expect(await page.locator('body').textContent()).toMatch(/^You may not see this page\.\s*$/);
    expect(await page.locator('script').count()).toBe(0);
  });
});

test('offline: nothing is lost, and it goes on where it was', async () => {
  const { page } = await openConsole(EXPRESS, { console: { batch: BATCH } });
  const context = page.context();
  await waitForEditor(page);
  // What sends a batch is not loaded yet.
  await context.setOffline(true);
  await send(page);
  await page.getByText('Nothing was sent').waitFor();
  await context.setOffline(false);
  await send(page);
  await waitForCounts(page, '2 succeeded', '2 failed');

  await context.setOffline(true);
  await openTab(page, 'Graph');
  await page.getByText('This part of the page could not be loaded.').waitFor();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: /^missing 404 / }).waitFor();

  await context.setOffline(true);
  await send(page);
  await page.getByRole('alert').filter({ hasText: 'This browser is offline' }).waitFor();
});

test.each([
  ['/photos/7', 'does not describe a batch endpoint'],
  ['/nothing/here', 'answered 404'],
  ['/stream', 'it is not a batch endpoint'],
])('the wrong endpoint %s', async (endpoint, text) => {
  const { page } = await openConsole(EXPRESS, { console: { endpoint, batch: BATCH } });
  await page.getByRole('alert').filter({ hasText: text }).waitFor();
  await page.getByText('Check the option endpoint of batchConsole().').waitFor();
});
