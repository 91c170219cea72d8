// Ids, titles, headers, URLs, problems and documents of someone who means harm: nothing of it is executed, no link leads to it, and
// the page keeps its width.
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { HOSTILE_DOCUMENTS } from './hostile-documents.js';
import { answerHostile, HOSTILE_BATCH, hostileHost } from './hostile-host.js';
import { HOSTILE } from './hostile-texts.js';
import { EXPRESS } from './hosts.js';
import { useConsole } from './open-console.js';
import { expectNoSidewaysScroll, openTab, send, waitForCounts, waitForEditor } from './story.js';

const openConsole = useConsole();

const FIND_HARM = `({
  pwned: globalThis.pwned,
  elements: [...document.querySelectorAll('img, iframe, object, embed, base, [onerror], [onload]')].map((e) => e.outerHTML),
  links: [...document.querySelectorAll('[href]')].map((e) => e.href).filter((href) => !/^https?:/.test(href)),
})`;

async function expectNoHarm(page: Page): Promise<void> {
  expect(await page.evaluate(FIND_HARM)).toEqual({ elements: [], links: [] });
  await expectNoSidewaysScroll(page);
}

const HOSTS = [
  ['an app that answers hostile text', EXPRESS],
  ['a hostile endpoint', hostileHost('')],
] as const;
const WIDTHS = [
  ['wide', { width: 1280, height: 800 }],
  ['narrow', { width: 375, height: 700 }],
] as const;

describe.each(HOSTS)('%s', (_host, host) => {
  test.each(WIDTHS)('%s', async (_width, viewport) => {
    const { page } = await openConsole(host, {
      answer: answerHostile,
      console: { batch: HOSTILE_BATCH },
      browser: { viewport },
    });
    await waitForEditor(page);
    await page.getByText(/^Insert an operation/).click();
    await expectNoHarm(page);
    await send(page);
    await waitForCounts(page, `${HOSTILE_BATCH.requests.length} failed`);
    await expectNoHarm(page);
    await page.getByRole('treegrid').locator('tbody tr:not(.spacer)').first().click();
    await page.locator('.detail').waitFor();
    await expectNoHarm(page);
    for (const view of ['Graph', 'Timeline', 'Formats']) {
      await openTab(page, view);
      await page.waitForLoadState('networkidle');
      await expectNoHarm(page);
    }
  });
});

test.each(WIDTHS)('a hostile description, %s', async (_width, viewport) => {
  const { page } = await openConsole(hostileHost(HOSTILE), { browser: { viewport } });
  await page.getByText('URLs begin with').waitFor();
  await expectNoHarm(page);
});

test.each(WIDTHS)('documents that are explained, %s', async (_width, viewport) => {
  const { page } = await openConsole(EXPRESS, { browser: { viewport } });
  const panel = page.locator('#panel-explain');
  for (const text of Object.values(HOSTILE_DOCUMENTS)) {
    // What is found next is of this document, not of the one before.
    await page.reload();
    await openTab(page, 'Explain a 207');
    await page.getByRole('textbox', { name: 'Text of a 207' }).fill(text);
    await page.getByRole('button', { name: 'Explain', exact: true }).click();
    await panel.locator('[role=alert], [aria-label=Findings], [aria-label=Responses]').first().waitFor();
    await expectNoHarm(page);
    const line = panel.locator('[aria-label=Responses] tbody tr').first();
    if ((await line.count()) === 0) continue;
    await line.click();
    await expectNoHarm(page);
  }
});
