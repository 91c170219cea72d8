// The timeline: when each operation waited and ran.
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { EXPRESS, NEWEST_HOSTS } from './hosts.js';
import { useConsole } from './open-console.js';
import { BATCH, openTab, send, waitForCounts } from './story.js';

const openConsole = useConsole();

/** Returns the ids in the timeline, in its order. */
function idsIn(page: Page): Promise<string[]> {
  return page.locator('.timeline tbody bdi').allTextContents();
}

/** Returns where the part of a bar begins and ends, in percent of the axis. */
function barOf(page: Page, id: string, part: 'waited' | 'ran'): Promise<readonly number[]> {
  const row = page.locator(`.timeline tbody tr:has(bdi:text-is("${id}"))`);
  return row
    .locator(`.${part}`)
    .evaluate(({ style }) => [style.left, style.width].map((value) => Number.parseFloat(value)));
}

describe.each(NEWEST_HOSTS)('the timeline on %s', (_name, host) => {
  test('bars from the times of the server; what depends on another waits from its end', async () => {
    const requests = [
      { id: 'second', method: 'GET', url: '/photos/7', dependsOn: ['first'] },
      { id: 'first', method: 'GET', url: '/slow/1' },
      { id: 'never', method: 'GET', url: '/photos/7', dependsOn: ['missing'] },
      { id: 'missing', method: 'GET', url: '/photos/99' },
    ];
    const { page, gate } = await openConsole(host, {
      batch: { timings: true },
      console: { batch: { requests } },
    });
    await send(page);
    await waitForCounts(page, '2 failed', '2 waiting');
    gate.open();
    await waitForCounts(page, '2 failed', '2 succeeded');
    await openTab(page, 'Timeline');
    await page.getByRole('columnheader', { name: 'Waited' }).waitFor();
    const [start = 0, length = 0] = await barOf(page, 'first', 'ran');
    const [next = 0] = await barOf(page, 'second', 'ran');
    expect(length).toBeGreaterThan(0);
    expect(next).toBeGreaterThanOrEqual(start + length - 0.01);
    expect((await idsIn(page)).indexOf('first')).toBeLessThan((await idsIn(page)).indexOf('second'));
    expect((await idsIn(page)).at(-1)).toBe('never');
    await page.getByRole('row', { name: /never/ }).getByText('did not run').waitFor();

    await page.getByLabel('Order').selectOption('as in the batch');
    expect(await idsIn(page)).toEqual(['second', 'first', 'never', 'missing']);
    await page.getByLabel('Order').selectOption('slowest first');
    expect((await idsIn(page))[0]).toBe('first');
    expect(await page.locator('.timeline-summary bdi').first().textContent()).toBe('first');

    await page.locator('.timeline tbody').getByRole('button', { name: 'missing' }).click();
    await page.getByText('No photo has the id 99.').first().waitFor();
  });

  test('without times of the server: when each outcome arrived, and how to have more', async () => {
    const { page } = await openConsole(host, { console: { batch: BATCH } });
    await send(page);
    await waitForCounts(page, '2 failed', '2 succeeded');
    await openTab(page, 'Timeline');
    await page.getByText('batch({ timings: true })').waitFor();
    expect(await page.locator('.timeline .ran').count()).toBe(4);
    await page.getByRole('columnheader', { name: 'Arrived' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Waited' }).count()).toBe(0);
  });
});

test('of 10,000 operations only the rows that are seen are in the document', async () => {
  const requests = Array.from({ length: 10_000 }, (_, i) => ({
    id: `op-${i}`,
    method: 'GET',
    url: '/photos/7',
  }));
  const limits = {
    maxOperations: 10_000,
    maxBodyBytes: 4_000_000,
    concurrency: 64,
    batchTimeoutMs: 100_000,
  };
  const { page } = await openConsole(EXPRESS, {
    batch: { limits, timings: true },
    console: { batch: { requests } },
  });
  page.setDefaultTimeout(90_000);
  await send(page);
  await waitForCounts(page, '10,000 succeeded');
  await openTab(page, 'Timeline');
  await page.getByLabel('Order').selectOption('as in the batch');
  const rows = page.locator('.timeline tbody tr');
  await page.locator('.timeline').getByRole('button', { name: 'op-0', exact: true }).waitFor();
  expect(await page.locator('.timeline table').getAttribute('aria-rowcount')).toBe('10001');
  expect(await rows.count()).toBeLessThan(150);
  await page.locator('.timeline-scroll').evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await page.locator('.timeline').getByRole('button', { name: 'op-9999', exact: true }).waitFor();
  expect(await page.locator('tr[aria-rowindex="10001"] bdi').textContent()).toBe('op-9999');
  expect(await rows.count()).toBeLessThan(150);
});
