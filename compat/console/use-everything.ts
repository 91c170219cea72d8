import type { OpenConsole } from './open-console.js';
import { openTab, send, waitForCounts, waitForEditor } from './story.js';
import { XML_207 } from './xml-207.js';

/** Uses every part of the page once, so that each of its files is loaded. The batch of the console must be `BATCH`. */
export async function useEverything({ page }: OpenConsole): Promise<void> {
  await waitForEditor(page);
  await send(page);
  await waitForCounts(page, '2 succeeded', '2 failed');
  await page.getByRole('treegrid', { name: 'Outcomes' }).getByText('GET /photos/99', { exact: true }).click();
  await page.getByText('No photo has the id 99.').last().waitFor();
  await openTab(page, 'Graph');
  await page.getByRole('button', { name: /^missing 404 GET \/photos\/99, failed/ }).waitFor();
  await openTab(page, 'Timeline');
  await page.locator('#panel-timeline .timeline').waitFor();
  await openTab(page, 'Formats');
  await page.getByRole('region', { name: 'XML' }).getByText('multistatus').first().waitFor();
  await openTab(page, 'Explain a 207');
  await page.getByRole('textbox', { name: 'Text of a 207' }).fill(XML_207);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await page.locator('[aria-label=Responses]').getByText('/photos/7').first().waitFor();
}
