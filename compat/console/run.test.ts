// Sending a batch, watching its outcomes, and sending a part of it again.
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { NEWEST_HOSTS } from './hosts.js';
import { useConsole } from './open-console.js';
import { BATCH, editorOf, openTab, send, waitForCounts, waitForEditor } from './story.js';

const openConsole = useConsole();

const get = (url: string, more: object = {}) => ({ method: 'GET', url, ...more });
const ready = (...requests: readonly object[]) => ({ console: { batch: { requests } } });
const list = (page: Page) => page.getByRole('treegrid', { name: 'Outcomes' });
const rowsOf = async (page: Page): Promise<string[]> =>
  (await list(page).locator('tbody tr:not(.spacer)').allInnerTexts()).map((text) =>
    text
      .replaceAll(/\s*\n\s*|\s+/g, ' ')
      .replace(/[▸▾] /, '')
      .replace(/ \d+ ms$| \d+(\.\d)? s$/, '')
      .trim(),
  );

describe.each(NEWEST_HOSTS)('%s', (_name, host) => {
  test('outcomes are shown as they arrive, with what is still waiting', async () => {
    const { page, gate } = await openConsole(
      host,
      ready(get('/photos/7'), get('/slow/1'), get('/photos/99')),
    );
    await send(page);
    await waitForCounts(page, '1 succeeded', '1 failed', '1 waiting');
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('2');
    gate.open();
    await waitForCounts(page, '2 succeeded', '1 failed');
    await page.getByText('1 failed, 2 succeeded', { exact: true }).waitFor({ state: 'attached' });
    expect(await page.locator('.run [aria-live=polite]').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    expect(await rowsOf(page)).toEqual([
      '✕ 404 There is no such photo GET /photos/99 No photo has the id 99.',
      '✓ 2 Succeeded',
      '✓ 200 GET /photos/7',
      '✓ 200 GET /slow/1',
    ]);
  });

  test('a batch is sent once, however often Send is pressed while the page gets ready', async () => {
    const { page, requests } = await openConsole(host, ready(get('/photos/7')));
    const button = page.getByRole('button', { name: 'Send', exact: true });
    // In one task: before the page can say that it is busy.
    await button.evaluate((element) => {
      const pressed = element as unknown as { click(): void };
      for (let presses = 0; presses < 3; presses += 1) pressed.click();
    });
    await waitForCounts(page, '1 succeeded');
    expect(requests.filter((each) => each === 'POST /batch')).toHaveLength(1);
  });

  test('failures with the same problem are one line, that leads to the operation that caused them', async () => {
    const { page } = await openConsole(
      host,
      ready(
        get('/photos/99', { id: 'missing' }),
        get('/photos/7', { id: 'first', dependsOn: ['missing'] }),
        get('/photos/7', { id: 'second', dependsOn: ['missing'] }),
      ),
    );
    await send(page);
    await waitForCounts(page, '3 failed');
    const group = list(page).getByRole('row', { name: /A dependency of the operation did not succeed/ });
    expect(await group.getAttribute('aria-expanded')).toBe('false');
    await group.click();
    expect(await group.getAttribute('aria-expanded')).toBe('true');
    await page.getByText('2 operations failed with this problem.').waitFor();
    await page.getByRole('button', { name: 'missing (GET /photos/99)' }).click();
    await page
      .getByRole('article', { name: 'GET /photos/99' })
      .getByText('No photo has the id 99.')
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('article').count()).toBe(0);
  });

  test('a group is sent again after it was shown what that means', async () => {
    let busy = 2;
    const { page, requests } = await openConsole(host, {
      ...ready(
        get('/photos/7'),
        get('/queue/1', { id: 'a' }),
        { method: 'POST', url: '/queue/2', id: 'b' },
        get('/photos/99'),
        get('/photos/7', { id: 'c', dependsOn: ['b'] }),
      ),
      answer: ({ url }) => {
        if (!url.startsWith('/queue')) return undefined;
        busy -= 1;
        return busy < 0 ? { status: 200 } : { status: 503, headers: { 'retry-after': '1' } };
      },
    });
    await send(page);
    await waitForCounts(page, '4 failed', '1 succeeded');
    await list(page).getByText('Service Unavailable').click();
    await page.getByRole('button', { name: 'Send these again…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send again: Service Unavailable' });
    expect(await dialog.getByRole('listitem').allInnerTexts()).toEqual([
      'GET /queue/1',
      'POST /queue/2',
      'GET /photos/7',
    ]);
    await dialog.getByText('None of these has taken effect.').waitFor();
    await dialog.getByRole('button', { name: 'Send 3 operations again' }).click();
    await waitForCounts(page, '1 failed', '4 succeeded');
    expect(requests.filter((line) => line === 'POST /batch')).toHaveLength(2);
    expect((await rowsOf(page)).slice(1)).toEqual([
      '✓ 4 Succeeded',
      '✓ 200 GET /photos/7',
      '✓ 200 GET /queue/1 a',
      '✓ 200 POST /queue/2 b',
      '✓ 200 GET /photos/7 c',
    ]);
  });

  test('a number that a double cannot hold is sent again as it stands in the batch', async () => {
    const bodies: string[] = [];
    const text =
      '{"requests":[{"id":"a","method":"POST","url":"/queue","body":{"n":12345678901234567890}},{"id":"b","method":"GET","url":"/photos/7"}]}';
    const { page } = await openConsole(host, {
      ...ready(),
      answer: ({ url, body }) => {
        if (url !== '/queue') return undefined;
        bodies.push(body);
        return bodies.length === 1 ? { status: 503, headers: { 'retry-after': '1' } } : { status: 200 };
      },
    });
    await waitForEditor(page);
    await editorOf(page).fill(text);
    await send(page);
    await waitForCounts(page, '1 failed', '1 succeeded');
    await page.getByRole('button', { name: 'Send 1 again…' }).click();
    await page.getByRole('button', { name: 'Send 1 operation again' }).click();
    await waitForCounts(page, '2 succeeded');
    expect(bodies).toEqual(['{"n":12345678901234567890}', '{"n":12345678901234567890}']);
  });

  test('what may not be sent again is said, with why', async () => {
    const { page } = await openConsole(host, ready(get('/photos/98'), get('/photos/99')));
    await send(page);
    await waitForCounts(page, '2 failed');
    await list(page).getByText('There is no such photo').click();
    await page.getByRole('button', { name: 'Send these again…' }).click();
    await page.getByText('None of these may be sent again.').waitFor();
    await page.getByText('2 operations ran and failed: correct what is wrong first').waitFor();
    await page.getByRole('button', { name: 'Close' }).last().click();
  });

  test('a batch that is cancelled keeps what has arrived', async () => {
    const { page, gate } = await openConsole(host, ready(get('/photos/7'), get('/slow/1')));
    await send(page);
    await waitForCounts(page, '1 succeeded', '1 waiting');
    await page.getByRole('button', { name: 'Cancel' }).click();
    const notice = page.getByRole('alert');
    await notice.getByText('Cancelled', { exact: true }).waitFor();
    await notice.getByText('1 operation had an outcome. The server aborts the other one').waitFor();
    await waitForCounts(page, '1 succeeded', '1 without outcome');
    gate.open();
  });

  test('a lost answer is asked for again with its key, and nothing runs twice', async () => {
    let posts = 0;
    const { page, takeFaults } = await openConsole(host, {
      ...ready({ method: 'POST', url: '/count' }),
      later: true,
      answer: ({ url }) => {
        if (url !== '/count') return undefined;
        posts += 1;
        return { status: 201 };
      },
    });
    await page.route('**/batch', async (route) => {
      if (route.request().method() !== 'POST' || posts > 0) {
        await route.continue();
        return;
      }
      await route.fetch();
      await route.abort();
    });
    await send(page);
    await page.getByText('The connection failed before an outcome arrived').waitFor();
    takeFaults();
    await page.getByRole('button', { name: 'Send again with the same key' }).click();
    await waitForCounts(page, '1 succeeded');
    expect(posts).toBe(1);
  });

  test('an outcome shows its headers and its body', async () => {
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const { page } = await openConsole(host, {
      ...ready(...BATCH.requests, get('/number'), get('/data')),
      answer: ({ url }) => {
        if (url === '/number')
          return {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: '{"n":9007199254740993}',
          };
        if (url !== '/data') return undefined;
        return { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from(png, 'base64') };
      },
    });
    await send(page);
    await waitForCounts(page, '4 succeeded', '2 failed');
    await list(page).getByText('/number').click();
    const opened = page.getByRole('article');
    // As it was sent: JavaScript would round the number.
    expect(await opened.locator('pre').textContent()).toBe('{\n  "n": 9007199254740993\n}');
    await list(page).getByText('POST /photos').click();
    await opened.getByRole('row', { name: 'location /photos/8' }).waitFor();
    await list(page).getByText('/data').click();
    await opened.getByRole('img', { name: 'The body' }).waitFor();
    const saved = page.waitForEvent('download');
    await opened.getByRole('button', { name: 'Save' }).click();
    expect((await saved).suggestedFilename()).toMatch(/^body/);
    await openTab(page, 'Timeline');
    await page.getByRole('article', { name: 'GET /data' }).waitFor();
  });
});
