// Where the focus and the screen are after a batch was sent.
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { EXPRESS } from './hosts.js';
import { useConsole } from './open-console.js';
import { editorOf, send, waitForCounts, waitForEditor } from './story.js';
import { until } from './until.js';

const openConsole = useConsole();

const ready = (url: string) => ({ console: { batch: { requests: [{ method: 'GET', url }] } } });
const hasFocus = (page: Page): Promise<boolean> =>
  page.evaluate('document.activeElement !== null && document.activeElement !== document.body');

test('the focus stays where it was after Enter on the button, and after Ctrl+Enter', async () => {
  const { page, gate } = await openConsole(EXPRESS, ready('/slow/1'));
  await waitForEditor(page);
  const button = page.getByRole('button', { name: 'Send', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  await waitForCounts(page, '1 waiting');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Send');
  gate.open();
  await waitForCounts(page, '1 succeeded');
  await editorOf(page).focus();
  await page.keyboard.press('Control+Enter');
  await waitForCounts(page, '1 succeeded');
  expect(await hasFocus(page)).toBe(true);
});

test('on a narrow screen the result scrolls into view', async () => {
  const { page } = await openConsole(EXPRESS, {
    ...ready('/photos/7'),
    browser: { viewport: { width: 375, height: 700 }, reducedMotion: 'reduce' },
  });
  await send(page);
  await waitForCounts(page, '1 succeeded');
  await until(page, 'document.querySelector(".run-counts").getBoundingClientRect().bottom < innerHeight');
});

test('from a 401 the headers open; Enter in the field of the value closes them, and they are sent', async () => {
  const { page } = await openConsole(EXPRESS, {
    ...ready('/closed'),
    answer: ({ headers }) => ({ status: headers['authorization'] === 'Bearer good-token' ? 200 : 401 }),
  });
  await send(page);
  await page.getByRole('treegrid').getByText('Unauthorized').click();
  await page.getByRole('button', { name: 'Enter access headers' }).click();
  const value = page.getByRole('dialog').getByLabel('Value', { exact: true });
  await value.fill('Bearer good-token');
  await value.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await send(page);
  await waitForCounts(page, '1 succeeded');
});

test('a batch that was refused says that nothing has run', async () => {
  const { page, takeFaults } = await openConsole(EXPRESS, ready('/photos/7'));
  await page.route('**/batch', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 403, body: '' }) : route.continue(),
  );
  await send(page);
  await waitForCounts(page, 'Nothing has run');
  expect(await page.getByText('without outcome').count()).toBe(0);
  takeFaults();
});
