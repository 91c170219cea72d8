import type { Page } from 'playwright-core';

const NEXT_FRAME = 'new Promise((resolve) => { requestAnimationFrame(() => resolve(true)); })';

/**
 * Waits until an expression is true in the page; the time limit of the test ends it. `page.waitForFunction` would evaluate it within
 * the page if it is not true at once, which the Content Security Policy of the console forbids.
 */
export async function until(page: Page, expression: string): Promise<void> {
  while ((await page.evaluate(expression)) !== true) await page.evaluate(NEXT_FRAME);
}
