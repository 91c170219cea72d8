// The batches that are answered later.
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { EXPRESS, NEWEST_HOSTS } from './hosts.js';
import { useConsole } from './open-console.js';
import { BATCH, openTab, send } from './story.js';

const openConsole = useConsole();

const SLOW = {
  requests: [
    { id: 'fast', method: 'GET', url: '/photos/7' },
    { id: 'slow', method: 'GET', url: '/slow/1' },
    { id: 'missing', method: 'GET', url: '/photos/99', dependsOn: ['slow'] },
  ],
};

/** Sends the batch, to be answered later, and shows the list. */
async function sendLater(page: Page): Promise<void> {
  await page.getByLabel('Answer later').check();
  await send(page);
  await openTab(page, 'Answered later');
}

describe.each(NEWEST_HOSTS)('batches that are answered later, on %s', (_name, host) => {
  test('a batch is watched live, and its result opened', async () => {
    const { page, gate } = await openConsole(host, { later: true, console: { batch: SLOW } });
    await sendLater(page);
    const row = page.locator('.later-table tbody tr');
    await row.getByText('running').waitFor();
    await row.getByText('1 of 3').waitFor();
    expect(await row.getByRole('progressbar').getAttribute('value')).toBe('1');
    gate.open();
    await row.getByText('finished').waitFor();
    await row.getByText('3 of 3, 1 failed').waitFor();
    await row.getByRole('button', { name: 'Open result' }).click();
    await page.locator('.run-counts').getByText('1 failed').waitFor();
    await openTab(page, 'Graph');
    await page.getByRole('button', { name: /^missing 404 GET \/photos\/99, failed, after slow/ }).waitFor();
  });

  test('a batch is cancelled after a question, and removed', async () => {
    const { page } = await openConsole(host, { later: true, console: { batch: SLOW } });
    await sendLater(page);
    const row = page.locator('.later-table tbody tr');
    await row.getByText('1 of 3').waitFor();
    await row.getByRole('button', { name: 'Cancel…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 of 3 operations have no outcome yet').waitFor();
    await dialog.getByRole('button', { name: 'Let it run' }).click();
    expect(await row.getByText('running').count()).toBe(1);
    await row.getByRole('button', { name: 'Cancel…' }).click();
    await dialog.getByRole('button', { name: 'Cancel the batch' }).click();
    await page.getByText('The batch was cancelled. Its result shows what had run before.').waitFor();
    await row.getByText('cancelled').waitFor();
    await row.getByRole('button', { name: 'Remove…' }).click();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('You have no batch here.').waitFor();
  });
});

test('a result of a batch that another page has sent: its outcomes, without what it does not know', async () => {
  const { page, origin } = await openConsole(EXPRESS, { later: true, console: { batch: BATCH } });
  const taken = await fetch(`${origin}/batch`, {
    method: 'POST',
    headers: { prefer: 'respond-async', 'content-type': 'application/json' },
    body: JSON.stringify(BATCH),
  });
  expect(taken.status).toBe(202);
  await openTab(page, 'Answered later');
  await page.getByRole('button', { name: 'Open result' }).click();
  await page.locator('.run-counts').getByText('2 failed').waitFor();
  expect(await page.getByRole('button', { name: /again/ }).count()).toBe(0);
  await openTab(page, 'Graph');
  await page.getByText('This page has not sent the batch').waitFor();
});

test('an endpoint that answers nothing later, and how to switch it on', async () => {
  const opened = await openConsole(EXPRESS);
  const { page } = opened;
  await openTab(page, 'Answered later');
  await page.getByText('This endpoint answers every batch at once.').waitFor();
  await page.getByText('respondAsync({ queue').waitFor();
  opened.takeFaults();
});

test('an app that does not pass the list on to its endpoint, and how to mount it', async () => {
  const opened = await openConsole(EXPRESS, { later: true });
  const { page } = opened;
  await page.route('**/batch/monitors', (route) =>
    route.fulfill({ status: 404, contentType: 'text/html', body: '<pre>Cannot GET /batch/monitors</pre>' }),
  );
  await openTab(page, 'Answered later');
  await page.getByText('the app does not pass the paths below it on to batch()').waitFor();
  await page.getByText("app.use('/batch', batch(").waitFor();
  expect(await page.getByText('identify').count()).toBe(0);
  opened.takeFaults();
});

test('an endpoint that asks for a token, and where to put it', async () => {
  const opened = await openConsole(EXPRESS, { later: true, token: 'secret' });
  const { page } = opened;
  await openTab(page, 'Answered later');
  await page.getByText('The server answered 401').waitFor();
  await page.getByRole('button', { name: 'Add credentials' }).click();
  const dialog = page.getByRole('dialog', { name: 'Headers of every request' });
  await dialog.getByLabel('Value').first().fill('Bearer secret');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('You have no batch here.').waitFor();
  opened.takeFaults();
});

test('a server that is gone', async () => {
  const opened = await openConsole(EXPRESS, { later: true });
  const { page } = opened;
  await openTab(page, 'Answered later');
  await page.getByText('You have no batch here.').waitFor();
  await opened.stopServer();
  await page.getByText('The server cannot be reached.').first().waitFor();
  opened.takeFaults();
});
