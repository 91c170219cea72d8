import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

/** The element that has the focus, through shadow roots, and whether it or something around it is outlined. */
const READ_FOCUS = `(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const text = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
  let isOutlined = false;
  for (let each = element; each && each !== document.body; each = each.parentElement ?? each.getRootNode().host) {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    isOutlined ||= outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
  }
  return { name: element.localName + ' ' + text, isLost: element === document.body, isOutlined };
})()`;

/** Presses a key, and checks that something has the focus afterwards and that one sees what. */
export async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  const { name, isLost, isOutlined } = (await page.evaluate(READ_FOCUS)) as {
    readonly name: string;
    readonly isLost: boolean;
    readonly isOutlined: boolean;
  };
  expect({ key, name, isLost, isOutlined }).toEqual({ key, name, isLost: false, isOutlined: true });
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
