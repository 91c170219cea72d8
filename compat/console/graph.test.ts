// The dependency graph: in colours, by keyboard, as a list, and with more operations than can be drawn.
import { describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { HOSTILE_TEXTS } from './hostile-texts.js';
import { EXPRESS, NEWEST_HOSTS } from './hosts.js';
import { useConsole } from './open-console.js';
import { openTab, send, waitForCounts } from './story.js';
import { until } from './until.js';

const openConsole = useConsole();

const STORY = {
  requests: [
    { id: 'add', method: 'POST', url: '/photos', body: { title: 'Tejo' } },
    {
      id: 'read',
      method: 'GET',
      url: '/photos/7?title={title}',
      references: [{ at: '/url/title', from: 'add', value: '/body/title' }],
    },
    { id: 'missing', method: 'GET', url: '/photos/99' },
    { id: 'after', method: 'DELETE', url: '/photos/7', dependsOn: ['missing'] },
    { id: 'last', method: 'GET', url: '/photos/7', dependsOn: ['after', 'read'] },
    { id: 'alone', method: 'GET', url: '/photos/7' },
  ],
};

function nodeOf(page: Page, id: string): Locator {
  return page.locator('.graph-node').filter({ has: page.locator('.id', { hasText: new RegExp(`^${id}$`) }) });
}

/** Returns the state of each operation in the graph: `add succeeded`. */
function statesIn(page: Page): Promise<string[]> {
  return page
    .locator('.graph-node')
    .evaluateAll((nodes) =>
      nodes.map((node) => `${node.querySelector('.id')?.textContent} ${node.className.split(' ')[1]}`),
    );
}

describe.each(NEWEST_HOSTS)('the graph on %s', (_name, host) => {
  test('shows how each operation ended, and why some did not run; the outcome of the one that is selected', async () => {
    const { page } = await openConsole(host, { console: { batch: STORY } });
    await send(page);
    await waitForCounts(page, '3 failed', '3 succeeded');
    await openTab(page, 'Graph');
    await nodeOf(page, 'last').waitFor();
    expect(await statesIn(page)).toEqual([
      'add succeeded',
      'read succeeded',
      'missing failed',
      'after failed',
      'last failed',
      'alone succeeded',
    ]);
    // Two of the four edges are the path of the failure, one takes a value.
    expect(await page.locator('path.edge').count()).toBe(4);
    expect(await page.locator('path.edge.cause').count()).toBe(2);
    expect(await page.locator('path.edge.value').count()).toBe(1);
    await nodeOf(page, 'after').click();
    const because = page.locator('.because').getByRole('button');
    await because.click();
    expect(await nodeOf(page, 'missing').getAttribute('aria-pressed')).toBe('true');
    await page.getByText('No photo has the id 99.').first().waitFor();
  });
});

test('arrow keys lead from one operation to the next, and Enter selects it', async () => {
  const { page } = await openConsole(EXPRESS, { console: { batch: STORY } });
  await send(page);
  await waitForCounts(page, '3 failed');
  await openTab(page, 'Graph');
  await nodeOf(page, 'add').focus();
  await page.keyboard.press('ArrowRight');
  await until(page, 'document.activeElement.querySelector(".id")?.textContent === "read"');
  await page.keyboard.press('ArrowRight');
  await until(page, 'document.activeElement.querySelector(".id")?.textContent === "last"');
  await page.keyboard.press('Enter');
  expect(await nodeOf(page, 'last').getAttribute('aria-pressed')).toBe('true');
  expect(await nodeOf(page, 'last').getAttribute('aria-label')).toBe(
    'last 424 GET /photos/7, failed, after after, read',
  );
});

test('outcomes change colours, not places; the same in words', async () => {
  const requests = [
    { id: 'slow', method: 'GET', url: '/slow/1' },
    { id: 'next', method: 'GET', url: '/photos/7', dependsOn: ['slow'] },
  ];
  const { page, gate } = await openConsole(EXPRESS, { console: { batch: { requests } } });
  await send(page);
  await openTab(page, 'Graph');
  await page.locator('.graph-node.pending').nth(1).waitFor();
  expect(await statesIn(page)).toEqual(['slow pending', 'next pending']);
  const before = await nodeOf(page, 'next').boundingBox();
  await page.getByText('The dependencies as a list').click();
  await page.locator('.graph-list li').nth(1).waitFor();
  expect(await page.locator('.graph-list li').allTextContents()).toEqual([
    '○pending slow before next',
    '○pending next after slow',
  ]);
  gate.open();
  await waitForCounts(page, '2 succeeded');
  await page.locator('.graph-node.succeeded').nth(1).waitFor();
  expect(await statesIn(page)).toEqual(['slow succeeded', 'next succeeded']);
  const after = await nodeOf(page, 'next').boundingBox();
  expect([after?.width, after?.height]).toEqual([before?.width, before?.height]);
  await page.locator('.graph-list li', { hasText: /200\s*next/ }).waitFor();
  expect(await page.locator('.graph-list li').allTextContents()).toEqual([
    '✓200 slow before next',
    '✓200 next after slow',
  ]);
});

test('the graph of a batch before it is sent, with ids that would do harm as anything but text', async () => {
  const { script, attribute, url, bidi, word } = HOSTILE_TEXTS;
  const ids = [script, attribute, url, bidi, word?.slice(0, 200)];
  const requests = ids.map((id, index) => ({
    id,
    method: 'GET',
    url: '/photos/7',
    atomicityGroup: index < 2 ? `group ${ids[0]}` : undefined,
    dependsOn: index < 3 ? [] : [ids[index - 1]],
  }));
  const { page } = await openConsole(EXPRESS, { console: { batch: { requests } } });
  await page.getByText('What depends on what in this batch').click();
  await page
    .locator('.graph-node')
    .nth(ids.length - 1)
    .waitFor();
  expect(await page.locator('.graph-node .id').allTextContents()).toEqual(ids);
  expect(await page.locator('.graph img, .graph script').count()).toBe(0);
  expect(await page.evaluate('globalThis.pwned')).toBeUndefined();
});

test('a chain of 2,000 operations among 10,000 is shown without its lines, and only what is seen is drawn', async () => {
  const requests = Array.from({ length: 10_000 }, (_, i) => ({
    id: `op-${i}`,
    method: 'GET',
    url: '/photos/7',
    ...(i > 0 && i < 2_000 ? { dependsOn: [`op-${i - 1}`] } : {}),
  }));
  const limits = { maxOperations: 10_000, maxBodyBytes: 4_000_000 };
  const { page } = await openConsole(EXPRESS, { console: { batch: { requests } }, batch: { limits } });
  await page.getByText('What depends on what in this batch').click();
  await page
    .getByText('2,000 operations with too many dependencies to draw: the list below shows them')
    .waitFor();
  expect(await page.locator('.graph-node').count()).toBeLessThan(500);
  await nodeOf(page, 'op-0').focus();
  for (let times = 0; times < 30; times += 1) await page.keyboard.press('ArrowDown');
  await until(page, 'document.activeElement.querySelector(".id")?.textContent === "op-120"');
  await page.locator('.graph-scroll').evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await nodeOf(page, 'op-9999').waitFor();
  expect(await page.locator('.graph-node').count()).toBeLessThan(500);
});
