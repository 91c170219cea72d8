import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

/**
 * The element that has the focus, through shadow roots, and whether one sees it: it is outlined, or something around it, or the
 * line that is active in it has borders.
 */
const READ_FOCUS = `(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const text = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
  const active = document.getElementById(element.getAttribute('aria-activedescendant'));
  let isSeen = active !== null && parseFloat(getComputedStyle(active.firstElementChild).borderTopWidth) >= 2;
  for (let each = element; each && each !== document.body; each = each.parentElement ?? each.getRootNode().host) {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    isSeen ||= outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
  }
  return { name: element.localName + ' ' + text, isLost: element === document.body, isSeen };
})()`;

/** Presses a key, and checks that something has the focus afterwards and that one sees what. */
export async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  const { name, isLost, isSeen } = (await page.evaluate(READ_FOCUS)) as {
    readonly name: string;
    readonly isLost: boolean;
    readonly isSeen: boolean;
  };
  expect({ key, name, isLost, isSeen }).toEqual({ key, name, isLost: false, isSeen: true });
}

/** Presses Tab, or another key, until an element has the focus. */
export async function pressUntil(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let count = 0; count < 60; count += 1) {
    if (await target.evaluate((element) => element.matches(':focus, :focus-within'))) return;
    await press(page, key);
  }
  throw new Error(`60 times ${key} do not lead to ${String(target)}`);
}
