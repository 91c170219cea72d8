// 10 000 outcomes and a body of 5 MB. How long frames take is measured by bench/console; here, that the work in each is bounded.
import { expect, test } from '@jest/globals';
import { EXPRESS } from './hosts.js';
import { useConsole } from './open-console.js';
import { openTab, send, waitForCounts } from './story.js';

const openConsole = useConsole();

const OPERATIONS = 10_000;

/** Counts in how many turns of the event loop the result changes, and in how many frames. */
const COUNT_CHANGES = `
  globalThis.changes = { turns: 0, frames: 0, mostElements: 0 };
  let isCounted = false;
  new MutationObserver(() => {
    changes.turns += 1;
    changes.mostElements = Math.max(changes.mostElements, document.querySelectorAll('.run *').length);
    if (isCounted) return;
    isCounted = true;
    changes.frames += 1;
    requestAnimationFrame(() => { isCounted = false; });
  }).observe(document.querySelector('.run'), { subtree: true, childList: true, characterData: true });
`;

test('10 000 outcomes', async () => {
  const requests = Array.from({ length: OPERATIONS }, (_, index) => ({
    method: 'GET',
    url: index % 5 === 0 ? `/photos/${index + 100}` : '/photos/7',
  }));
  const { page } = await openConsole(EXPRESS, {
    batch: { limits: { maxOperations: OPERATIONS } },
    console: { batch: { requests } },
  });
  await page.evaluate(COUNT_CHANGES);
  await send(page);
  await waitForCounts(page, '8,000 succeeded', '2,000 failed');
  const changes = (await page.evaluate('globalThis.changes')) as Readonly<Record<string, number>>;
  expect(changes['mostElements']).toBeLessThan(2_000);
  expect((changes['turns'] ?? 0) / (changes['frames'] ?? 0)).toBeLessThanOrEqual(2);
  // 2000 failures of one kind are one line.
  await page.getByRole('treegrid').getByText('There is no such photo').first().waitFor();
  await openTab(page, 'Graph');
  await page.getByRole('button', { name: 'Fit' }).waitFor();
  await openTab(page, 'Timeline');
  await page.locator('#panel-timeline .timeline').waitFor();
  expect(await page.locator('.run *').count()).toBeLessThan(3_000);
});

test('a body of 5 MB', async () => {
  const { page } = await openConsole(EXPRESS, {
    batch: { limits: { maxOperationResponseBytes: 6_000_000 } },
    console: { batch: { requests: [{ method: 'GET', url: '/big/5000000' }] } },
  });
  await send(page);
  await waitForCounts(page, '1 succeeded');
  await page.getByRole('treegrid').locator('tbody tr').first().click();
  await page.getByRole('treegrid').locator('tr.outcome').first().click();
  await page.locator('.detail').waitFor();
  // No more is drawn than someone can read.
  const drawn = (await page.evaluate('document.body.textContent.length')) as number;
  expect(drawn).toBeLessThan(200_000);
});
