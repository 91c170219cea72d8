// What the page says when a batch is refused or its answer is lost.
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { EXPRESS, NEWEST_HOSTS } from './hosts.js';
import { useConsole } from './open-console.js';
import { editorOf, send, waitForCounts } from './story.js';
import { until } from './until.js';

const openConsole = useConsole();

const BATCH = {
  requests: [
    { method: 'GET', url: '/photos/7' },
    { method: 'GET', url: '/slow/1' },
  ],
};
const READY = { console: { batch: BATCH } };
const notice = (page: Page) => page.getByRole('alert');

describe.each(NEWEST_HOSTS)('%s', (_name, host) => {
  test('when the server is gone in the middle, what has arrived stays', async () => {
    const { page, stopServer, takeFaults } = await openConsole(host, READY);
    await send(page);
    await waitForCounts(page, '1 succeeded', '1 waiting');
    await stopServer();
    await notice(page).getByText('The answer broke off').waitFor();
    await notice(page).getByText('1 operation had an outcome by then.').waitFor();
    await waitForCounts(page, '1 succeeded', '1 failed');
    await page.getByRole('treegrid').getByText('No outcome of the operation has arrived').waitFor();
    takeFaults();
  });

  test('an endpoint that needs a token says where to put it', async () => {
    const { page } = await openConsole(host, {
      console: { batch: { requests: [{ method: 'GET', url: '/me' }] } },
      token: 'hush',
    });
    await send(page);
    await notice(page).getByText('Refused: 401 Unauthorized').waitFor();
    // The description of the endpoint has been refused too, in an alert of its own.
    const refusal = notice(page).filter({ hasText: 'Refused: 401' });
    await refusal.getByRole('button', { name: 'Add credentials' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Value').first().fill('Bearer hush');
    await page.keyboard.press('Escape');
    await send(page);
    await waitForCounts(page, '1 succeeded');
    expect(await notice(page).count()).toBe(0);
  });
});

test('a wrong endpoint', async () => {
  const { page } = await openConsole(EXPRESS, {
    console: { batch: BATCH, endpoint: '/home' },
    answer: ({ url }) =>
      url === '/home'
        ? { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Hi</h1>' }
        : undefined,
  });
  await send(page);
  await notice(page).getByText('This URL is not a batch endpoint').waitFor();
});

test('offline, and no server', async () => {
  const { page, gate, stopServer, takeFaults } = await openConsole(EXPRESS, READY);
  gate.open();
  await send(page);
  await waitForCounts(page, '2 succeeded');
  await page.context().setOffline(true);
  await send(page);
  await notice(page).getByText('This browser is offline').waitFor();
  await page.context().setOffline(false);
  await stopServer();
  await send(page);
  await notice(page).getByText('The connection failed before an outcome arrived').waitFor();
  takeFaults();
});

test.each<[number, object, Record<string, string>, string]>([
  [413, { type: 'urn:multistatus:problem:limit-exceeded', title: 'Too much' }, {}, 'Send fewer or smaller'],
  [415, {}, {}, 'Send the body in another format'],
  [429, {}, { 'retry-after': '7' }, 'The server asks you to wait 7 s.'],
  [503, { title: 'Busy' }, { 'retry-after': '30' }, 'The server asks you to wait 30 s.'],
])('refused with %i', async (status, problem, headers, advice) => {
  const { page } = await openConsole(EXPRESS, READY);
  const body = JSON.stringify({ type: 'about:blank', title: 'T', status, executed: false, ...problem });
  await page.route('**/batch', (route) =>
    route.fulfill({ status, headers: { 'content-type': 'application/problem+json', ...headers }, body }),
  );
  await send(page);
  await notice(page).getByText(`Refused: ${status}`).waitFor();
  await notice(page).getByText('Nothing has run.').waitFor();
  await notice(page).getByText(advice).waitFor();
});

test('a refused batch leads to its faults in the editor', async () => {
  const { page } = await openConsole(EXPRESS, READY);
  await editorOf(page).waitFor();
  const errors = [{ pointer: '#/requests/1/url', detail: 'must be <b>another</b> path' }];
  const problem = {
    type: 'urn:multistatus:problem:invalid-batch',
    title: 'Not valid',
    status: 400,
    executed: false,
  };
  await page.route('**/batch', (route) =>
    route.fulfill({
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify({ ...problem, errors }),
    }),
  );
  await send(page);
  await notice(page).getByText('must be <b>another</b> path').waitFor();
  await notice(page).getByRole('button', { name: '/requests/1/url' }).click();
  await until(page, "document.activeElement?.closest('.compose') !== null");
});

test('a slow server: the page says that it waits, and for how long', async () => {
  const { page, gate } = await openConsole(EXPRESS, READY);
  await page.clock.install();
  await send(page);
  await waitForCounts(page, '1 succeeded', '1 waiting');
  await page.clock.fastForward(60_000);
  await page.getByText(/^Waiting for the server: nothing new for \d+ s$/).waitFor();
  gate.open();
  await waitForCounts(page, '2 succeeded');
});
