// Ten thousand outcomes, and a body of 5 MB.
import { describe, expect, test } from '@jest/globals';
import { NEWEST_HOSTS } from './hosts.js';
import { useConsole } from './open-console.js';
import { send, waitForCounts } from './story.js';

const openConsole = useConsole();

const COUNT = 10_000;
const MAX_DRAWN = 60;
const LIMITS = {
  maxOperations: COUNT,
  maxUnsafeOperations: COUNT,
  maxBodyBytes: 4_000_000,
  maxOperationResponseBytes: 8_000_000,
  concurrency: 64,
  batchTimeoutMs: 100_000,
};

describe.each(NEWEST_HOSTS)('%s', (_name, host) => {
  test('10,000 outcomes with 2,000 failures: three lines, and few lines in the document', async () => {
    const requests = Array.from({ length: COUNT }, (_, index) => ({ method: 'GET', url: `/items/${index}` }));
    const { page } = await openConsole(host, {
      console: { batch: { requests } },
      batch: { limits: LIMITS },
      answer: ({ url }) => {
        const index = Number(url.split('/')[2]);
        if (index >= 2_000) return { status: 200, body: String(index) };
        return { status: [404, 409, 422][index % 3] ?? 404 };
      },
    });
    // On a loaded machine, ten thousand operations take a while.
    page.setDefaultTimeout(100_000);
    await send(page);
    const list = page.getByRole('treegrid', { name: 'Outcomes' });
    await waitForCounts(page, '2,000 failed', '8,000 succeeded');
    const lines = list.locator('tbody tr:not(.spacer)');
    expect(
      (await lines.allInnerTexts()).slice(0, 4).map((text) => /× [\d,]+|Succeeded/.exec(text)?.[0]),
    ).toEqual(['× 667', '× 667', '× 666', 'Succeeded']);
    // The head, four groups, and the rows of the successes.
    expect(await list.getAttribute('aria-rowcount')).toBe(String(1 + 4 + 8_000));
    expect(await lines.count()).toBeLessThan(MAX_DRAWN);

    await list.focus();
    await page.keyboard.press('End');
    await list.getByText(`/items/${COUNT - 1}`).waitFor();
    expect(await list.locator('tr.active').getAttribute('aria-rowindex')).toBe(String(1 + 4 + 8_000));
    expect(await lines.count()).toBeLessThan(MAX_DRAWN);
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: `GET /items/${COUNT - 1}` }).waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await list.getAttribute('aria-rowcount')).toBe(String(1 + 4 + 8_000 + 667));
  });

  test('a body of 5 MB: only its beginning is drawn', async () => {
    const { page } = await openConsole(host, {
      console: { batch: { requests: [{ method: 'GET', url: '/big/5000000' }] } },
      batch: { limits: LIMITS },
    });
    await send(page);
    await waitForCounts(page, '1 succeeded');
    await page.getByRole('treegrid').getByText('/big/5000000').click();
    const body = page.getByRole('region', { name: 'Body' });
    await body.getByText('5,000,002 characters').waitFor();
    expect((await body.locator('pre').textContent())?.length).toBe(65_536);
    await body.getByRole('button', { name: 'Show more (4,934,466 characters left)' }).click();
    await body.getByRole('button', { name: 'Show more (4,672,322 characters left)' }).waitFor();
    expect((await body.locator('pre').textContent())?.length).toBe(65_536 + 262_144);
  });
});
