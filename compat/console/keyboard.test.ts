// A whole story without a mouse. After each key, something has the focus, and one sees what.
import { describe, expect, test } from '@jest/globals';
import { press, pressUntil } from './focus.js';
import { NEWEST_HOSTS } from './hosts.js';
import { useConsole } from './open-console.js';
import { editorOf, waitForCounts, waitForEditor } from './story.js';
import { XML_207 } from './xml-207.js';

const openConsole = useConsole();

const TEXT = JSON.stringify({
  requests: [
    { id: 'read', method: 'GET', url: '/photos/7' },
    { id: 'busy', method: 'GET', url: '/busy' },
    { id: 'missing', method: 'GET', url: '/photos/99' },
  ],
});

describe.each(NEWEST_HOSTS)('%s', (_name, host) => {
  test('compose, send, open a failure, send it again, graph, explain', async () => {
    const { page } = await openConsole(host);
    await waitForEditor(page);
    await pressUntil(page, editorOf(page));
    await press(page, 'Control+A');
    await page.keyboard.insertText(TEXT);
    await press(page, 'Control+Enter');
    await waitForCounts(page, '1 succeeded', '2 failed');

    const list = page.getByRole('treegrid', { name: 'Outcomes' });
    await pressUntil(page, list);
    for (let line = 0; line < 10; line += 1) {
      const active = list.locator('tr.active');
      if ((await active.textContent())?.includes('/busy') === true) break;
      await press(page, 'ArrowDown');
    }
    await press(page, 'Enter');
    const again = page.getByRole('button', { name: 'Send it again…' });
    await pressUntil(page, again);
    await press(page, 'Enter');
    await pressUntil(page, page.getByRole('button', { name: 'Send 1 operation again' }));
    const sentAgain = page.waitForRequest((request) => request.method() === 'POST');
    await press(page, 'Enter');
    await sentAgain;

    const outcomes = page.getByRole('tab', { name: 'Outcomes' });
    await pressUntil(page, outcomes);
    await press(page, 'ArrowRight');
    const node = page.getByRole('button', { name: /^busy 503 GET \/busy, failed/ });
    await node.waitFor();
    await pressUntil(page, page.locator('.graph-scroll'));
    await pressUntil(page, node, 'ArrowRight');
    await press(page, 'Enter');
    expect(await node.getAttribute('aria-pressed')).toBe('true');

    await pressUntil(page, page.getByRole('tab', { name: 'Batch' }), 'Shift+Tab');
    await press(page, 'ArrowRight');
    await pressUntil(page, page.getByRole('textbox', { name: 'Text of a 207' }));
    await page.keyboard.insertText(XML_207);
    await pressUntil(page, page.getByRole('button', { name: 'Explain', exact: true }));
    await press(page, 'Enter');
    await page.locator('#panel-explain').getByText('423').first().waitFor();
  });
});
