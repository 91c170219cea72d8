// axe-core finds nothing, in any part of the page.
import { describe, expect, test } from '@jest/globals';
import { findViolations } from './find-violations.js';
import { EXPRESS } from './hosts.js';
import { useConsole } from './open-console.js';
import { BATCH, expectNoSidewaysScroll, openTab, send, waitForCounts, waitForEditor } from './story.js';
import { XML_207 } from './xml-207.js';

const openConsole = useConsole();

const WIDE = { width: 1600, height: 900 };
const NARROW = { width: 375, height: 700 };

describe.each([
  ['light', WIDE],
  ['dark', WIDE],
  ['light', NARROW],
  ['dark', NARROW],
] as const)('%s, %j', (colorScheme, viewport) => {
  test('axe-core finds nothing', async () => {
    const { page } = await openConsole(EXPRESS, {
      console: { batch: BATCH },
      later: true,
      browser: { colorScheme, viewport },
    });
    await waitForEditor(page);
    const found: Record<string, readonly string[]> = {};
    const check = async (part: string): Promise<void> => {
      const violations = await findViolations(page);
      if (violations.length > 0) found[part] = violations;
      await expectNoSidewaysScroll(page);
    };
    await check('before sending');
    await page.getByText(/^Insert an operation/).click();
    await page.getByRole('button', { name: 'Copy as…' }).click();
    await check('copy');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Headers/ }).click();
    await check('headers');
    await page.keyboard.press('Escape');
    await send(page);
    await waitForCounts(page, '2 succeeded', '2 failed');
    await page.getByRole('treegrid').getByText('GET /photos/99', { exact: true }).click();
    await page.locator('.detail').waitFor();
    await check('outcomes');
    for (const view of ['Graph', 'Timeline', 'Formats']) {
      await openTab(page, view);
      await page.waitForLoadState('networkidle');
      await check(view);
    }
    await openTab(page, 'Explain a 207');
    await page.getByRole('textbox', { name: 'Text of a 207' }).fill(XML_207);
    await page.getByRole('button', { name: 'Explain', exact: true }).click();
    await page.locator('[aria-label=Responses]').waitFor();
    await check('explain');
    await openTab(page, 'Answered later');
    await page.getByText('You have no batch here.').waitFor();
    await check('later');
    expect(found).toEqual({});
  });
});

test('nothing moves for those who do not want it', async () => {
  const { page, gate } = await openConsole(EXPRESS, {
    console: { batch: { requests: [{ method: 'GET', url: '/slow/1' }] } },
    browser: { reducedMotion: 'reduce' },
  });
  await send(page);
  await waitForCounts(page, '1 waiting');
  expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  gate.open();
  await waitForCounts(page, '1 succeeded');
  expect(await page.evaluate('document.getAnimations().length')).toBe(0);
});
