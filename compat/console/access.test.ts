// The headers of every request: where they are entered, where they go, and where they never are. What is wrong with the endpoint.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { EXPRESS, NEWEST_HOSTS } from './hosts.js';
import { useConsole } from './open-console.js';
import { BATCH, send, waitForCounts, waitForEditor } from './story.js';

const openConsole = useConsole();
const TOKEN = 'canary-7Qx';

/** Everything that a page can keep, and what is in the document. */
const READ_EVERYTHING = `(async () => JSON.stringify([
  location.href,
  { ...localStorage },
  { ...sessionStorage },
  document.cookie,
  history.state,
  await indexedDB.databases(),
  await caches.keys(),
  document.documentElement.outerHTML,
]))()`;

async function enterToken(page: Page, value: string): Promise<void> {
  await page.getByLabel('Value', { exact: true }).fill(value);
  await page.getByRole('button', { name: 'Done' }).click();
}

describe.each(NEWEST_HOSTS)('%s', (_name, host) => {
  test('the endpoint asks for a token: the page says where to enter it, sends it, and keeps it nowhere', async () => {
    const { page, requests } = await openConsole(host, { token: TOKEN, console: { batch: BATCH } });
    await waitForEditor(page);
    await page.getByRole('alert').getByText('it asks for credentials').waitFor();
    await page.getByRole('button', { name: 'Add credentials' }).click();
    const value = page.getByLabel('Value', { exact: true });
    expect(await value.getAttribute('type')).toBe('password');
    await value.fill(TOKEN);
    await page.getByText('write Bearer and a space before it').waitFor();
    await page.getByLabel('Show values').check();
    expect(await value.getAttribute('type')).toBe('text');
    await page.getByLabel('Show values').uncheck();
    await enterToken(page, `Bearer ${TOKEN}`);
    await page.getByText('at most 100 operations').waitFor();
    await send(page);
    await waitForCounts(page, '2 succeeded');
    expect(await page.evaluate(READ_EVERYTHING)).not.toContain(TOKEN);
    expect(requests.join()).not.toContain(TOKEN);

    await page.reload();
    await page.getByRole('alert').getByText('it asks for credentials').waitFor();
  });
});

test('headers that cannot be sent are refused, with the reason', async () => {
  const { page } = await openConsole(EXPRESS, { console: { batch: BATCH } });
  await page.getByRole('button', { name: 'Headers…' }).click();
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('Cookie');
  await page.getByLabel('Value', { exact: true }).fill('a=b');
  await page.getByText('Only the browser itself can set Cookie.').waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Headers…' }).click();
  await name.fill('X-Tenant');
  await page.getByRole('button', { name: 'Add a header' }).click();
  await name.nth(1).fill('x-tenant');
  await page.getByLabel('Value', { exact: true }).nth(1).fill('c');
  await page.getByText('There is another x-tenant above.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Headers (1)…' }).waitFor();
});

test('what is copied as curl runs in a shell; it has the token only if that is asked for', async () => {
  const { page } = await openConsole(EXPRESS, {
    token: TOKEN,
    console: { batch: BATCH },
    browser: { permissions: ['clipboard-read', 'clipboard-write'] },
  });
  await page.getByRole('button', { name: 'Add credentials' }).click();
  await enterToken(page, `Bearer ${TOKEN}`);
  await page.getByRole('button', { name: 'Copy as…' }).click();
  const copied = async (): Promise<string> => {
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('Copied.').waitFor();
    return (await page.evaluate('navigator.clipboard.readText()')) as string;
  };
  const command = await copied();
  expect(command).not.toContain(TOKEN);
  const env = { ...process.env, TOKEN };
  const { stdout } = await promisify(execFile)('bash', ['-c', command], { env });
  expect(JSON.parse(stdout)).toMatchObject({ summary: { total: 4, succeeded: 2 } });
  await page.getByLabel('Include the values').check();
  expect(await copied()).toContain(`Authorization: Bearer ${TOKEN}`);
  await page.getByLabel('@multistatus/client').check();
  expect(await copied()).toContain("from '@multistatus/client'");
});

test.each([
  ['a wrong endpoint', '/nowhere', 'GET /nowhere answered 404'],
  ['a web page', '/batch/console/', 'answered with a web page'],
  ['another JSON', '/photos/7', 'does not describe a batch endpoint'],
])('the page says what is wrong: %s', async (_what, endpoint, expected) => {
  const { page } = await openConsole(EXPRESS, { console: { batch: BATCH, endpoint } });
  await page.getByRole('alert').getByText(expected).waitFor();
});

test('the page says that the server is gone, and asks again', async () => {
  const opened = await openConsole(EXPRESS, { console: { batch: BATCH } });
  const { page } = opened;
  await page.getByText('at most 100 operations').waitFor();
  await opened.stopServer();
  await page.getByRole('button', { name: 'Headers…' }).click();
  await enterToken(page, 'Bearer x');
  await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
  for (const fault of opened.takeFaults()) expect(fault).toContain('net::ERR_CONNECTION_REFUSED');
});
