import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

/** The batch that the console shows first: two of its operations succeed, one fails, and one depends on that. */
export const BATCH = {
  requests: [
    { id: 'add', method: 'POST', url: '/photos', body: { title: 'Tejo' } },
    { id: 'read', method: 'GET', url: '/photos/7', dependsOn: ['add'] },
    { id: 'missing', method: 'GET', url: '/photos/99' },
    { id: 'after', method: 'DELETE', url: '/photos/7', dependsOn: ['missing'] },
  ],
} as const;

/** The text field of the batch: a textarea until the code editor is there. */
export function editorOf(page: Page): Locator {
  return page.getByRole('textbox', { name: /^Batch in JSON/ });
}

/** Waits for the code editor. */
export async function waitForEditor(page: Page): Promise<void> {
  await page.locator('.cm-content').waitFor();
}

export async function send(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** Waits until the summary of the result has all of these texts, such as `2 succeeded`. */
export async function waitForCounts(page: Page, ...texts: readonly string[]): Promise<void> {
  const counts = page.locator('.run-counts');
  for (const text of texts) await counts.getByText(new RegExp(`^\\D*${text}$`)).waitFor();
}

/** Opens a view of the result, or a section of the page. */
export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

/** Checks that no part of the page can only be reached by scrolling it sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { scrollWidth, clientWidth } = (await page.evaluate(
    '({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth })',
  )) as { readonly scrollWidth: number; readonly clientWidth: number };
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
}
