// The section that explains a 207: documents of real servers, captures, and documents that mean harm.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { EXPRESS, KOA } from './hosts.js';
import { useConsole } from './open-console.js';

const openConsole = useConsole();

const GOLDEN = new URL('../../test/golden/207/', import.meta.url);
const CAPTURES = new URL('../../test/unit/cli/', import.meta.url);
const MARKUP = '</script><img src=x onerror="document.title=`owned`">';

/** A file to choose: its name, and its content. */
type File = readonly [name: string, content: string | Buffer];

async function openSection(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Explain a 207' }).click();
}

async function choose(page: Page, [name, content]: File): Promise<Locator> {
  await page
    .getByLabel('Drop a 207 or a HAR here')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
  const inspection = page.locator('.inspection', { hasText: name });
  await inspection.waitFor();
  return inspection;
}

/** Drops a file on the header of the page. */
async function drop(page: Page, [name, content]: File): Promise<void> {
  const files = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(content.toString())}], ${JSON.stringify(name)}));
    return transfer;
  })()`);
  const header = page.getByRole('heading', { name: 'multistatus console' });
  for (const type of ['dragenter', 'dragover', 'drop'])
    await header.dispatchEvent(type, { dataTransfer: files });
}

test('a file that is dropped anywhere opens the section; JSON is read without the parser of XML', async () => {
  const { page, requests } = await openConsole(EXPRESS);
  const fetched = (): string[] => requests.filter((request) => request.includes('xml'));
  const text =
    '{"responses":[{"href":"a b","status":423,"description":"held by Ana"},{"href":"/c","status":204}]}';
  await drop(page, ['answer.json', text]);
  const inspection = page.locator('.inspection');
  await inspection.getByText('2 responses:').waitFor();
  await inspection.getByText('1 failed').waitFor();
  await inspection.getByText('"a b" is not percent-encoded').waitFor();
  await inspection.getByText('Percent-encode each segment').waitFor();
  const section = inspection.getByRole('link', { name: 'RFC 4918 section 8.3.1' });
  expect(await section.getAttribute('href')).toBe('https://www.rfc-editor.org/rfc/rfc4918#section-8.3.1');
  expect(await inspection.locator('tbody tr').allTextContents()).toEqual([
    '✕423a bheld by Ana',
    '✓204/cNo Content',
  ]);
  expect(fetched()).toEqual([]);
  // The section names the file before it has read it.
  const explained = await choose(page, ['answer.xml', '<multistatus xmlns="DAV:"/>']);
  await explained.getByText('XML, 27 B').waitFor();
  expect(fetched()).not.toEqual([]);
});

test('text is explained when it is pasted, or typed and sent off', async () => {
  const { page } = await openConsole(KOA);
  await openSection(page);
  const field = page.getByLabel('Text of a 207');
  await field.fill(
    '{"index":0,"href":"/a","status":204}\n{"summary":{"total":1,"succeeded":1,"failed":0,"other":0}}',
  );
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await page.getByText('NDJSON, 95 B').waitFor();
  await page.getByText('No faults: it follows the rules').waitFor();
  await field.fill('');
  await page.evaluate(`
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '<multistatus xmlns="DAV:"/>');
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.querySelector('.explain-text textarea').dispatchEvent(event);
  `);
  await page.getByText('XML, 27 B').waitFor();
  expect(await field.inputValue()).toBe('');
});

test('a choice among the 207s of a capture', async () => {
  const { page } = await openConsole(EXPRESS);
  await openSection(page);
  const capture = readFileSync(new URL('fixtures/chrome.har', CAPTURES));
  await page.getByLabel('Drop a 207 or a HAR here').setInputFiles({
    name: 'chrome.har',
    mimeType: 'application/json',
    buffer: capture,
  });
  await page.getByText('chrome.har contains 4 exchanges').waitFor();
  const choice = page.getByRole('combobox');
  const options = await choice.locator('option').allTextContents();
  expect(options.length).toBeGreaterThan(1);
  for (const [index, option] of options.entries()) {
    await choice.selectOption(String(index));
    await page.getByRole('heading', { name: option.split(' ').slice(1, 3).join(' '), exact: true }).waitFor();
  }
});

test('documents of real servers are read as the command reads them', async () => {
  const { page } = await openConsole(EXPRESS);
  await openSection(page);
  for (const name of readdirSync(GOLDEN).filter(
    (each) => /\.(?:xml|json)$/.test(each) && !/\.model\.json$/.test(each),
  )) {
    const model = JSON.parse(readFileSync(new URL(`${name}.model.json`, GOLDEN), 'utf8')) as {
      readonly responses?: readonly unknown[];
    };
    const inspection = await choose(page, [name, readFileSync(new URL(name, GOLDEN))]);
    const count = model.responses?.length ?? 0;
    await inspection.getByText(`${count} ${count === 1 ? 'response' : 'responses'}:`).waitFor();
  }
});

test('one response in full: headers, body, faults', async () => {
  const { page } = await openConsole(EXPRESS);
  await openSection(page);
  const inspection = await choose(page, [
    'batch.json',
    readFileSync(new URL('fixtures/batch.json', CAPTURES)),
  ]);
  await inspection.getByRole('button', { name: 'cover /albums/4/cover' }).click();
  const detail = inspection.locator('.detail');
  await detail.getByText('/caption: must not be empty').waitFor();
  await detail.getByText('application/problem+json').first().waitFor();
  await detail.getByRole('button', { name: 'Close' }).click();
  expect(await detail.count()).toBe(0);
});

const DEEP = 100_000;
const HARMFUL: readonly (readonly [what: string, file: File, said: string])[] = [
  [
    'markup in ids, hrefs, descriptions, headers and bodies',
    [
      `${MARKUP}.json`,
      JSON.stringify({
        responses: [
          {
            id: MARKUP,
            href: `javascript:alert(1)//${MARKUP}`,
            status: 422,
            description: MARKUP,
            location: 'javascript:alert(1)',
            headers: { [MARKUP]: MARKUP, 'content-type': 'application/problem+json' },
            body: { title: MARKUP, errors: [{ pointer: MARKUP, detail: MARKUP }], because: [MARKUP] },
          },
        ],
      }),
    ],
    MARKUP,
  ],
  [
    'entities that expand without end',
    [
      'bomb.xml',
      '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><multistatus xmlns="DAV:">&b;</multistatus>',
    ],
    'document type declaration',
  ],
  ['deep nesting in JSON', ['deep.json', `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`], 'not a readable 207'],
  [
    'deep nesting in XML',
    ['deep.xml', `<multistatus xmlns="DAV:">${'<a>'.repeat(DEEP)}${'</a>'.repeat(DEEP)}</multistatus>`],
    'nested deeper than 64',
  ],
  [
    'JSON that is cut off',
    ['cut.json', '{"responses":[{"href":"/a","status":204},{"href":"/b","sta'],
    '1 response:',
  ],
  [
    'a capture that is cut off',
    ['cut.har', readFileSync(new URL('fixtures/chrome.har', CAPTURES)).subarray(0, 600)],
    'cut off or damaged',
  ],
  ['bytes', ['picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 255])], 'it is binary'],
  ['nothing', ['empty.json', ''], 'the body is empty'],
  ['a web page', ['page.html', `<!doctype html><title>Bad gateway</title>${MARKUP}`], 'a web page (HTML)'],
];

describe('what means harm, or is not a 207:', () => {
  test.each(HARMFUL)('%s', async (_what, file, said) => {
    const { page } = await openConsole(EXPRESS);
    await openSection(page);
    const inspection = await choose(page, file);
    await inspection.getByText(said).first().waitFor();
    const responses = inspection.locator('.response-list button');
    if ((await responses.count()) > 0) await responses.first().click();
    expect(await page.title()).not.toBe('owned');
    expect(await page.locator('#page img').count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
  });

  test('a file of 50 MB', async () => {
    const { page } = await openConsole(EXPRESS);
    await openSection(page);
    // The size is all that is looked at.
    await page.evaluate(`
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(50_000_000)], 'long.har'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
    `);
    await page.getByRole('alert').getByText('long.har has 50 MB; this page reads at most 33.6 MB').waitFor();
  });
});

test('10,000 responses and a body of 5 MB: few lines are drawn, and the page answers in between', async () => {
  const { page } = await openConsole(EXPRESS);
  await openSection(page);
  const responses = Array.from({ length: 10_000 }, (_, index) => ({
    id: `op${index}`,
    href: `/photos/${index} x`,
    status: 200,
  }));
  const big = {
    id: 'big',
    href: '/big',
    status: 500,
    headers: { 'content-type': 'text/plain' },
    body: 'x'.repeat(5_000_000),
    bodyEncoding: 'text',
  };
  await page.evaluate('turns = 0; (function count() { turns += 1; setTimeout(count) })()');
  const inspection = await choose(page, ['long.json', JSON.stringify({ responses: [...responses, big] })]);
  expect(await page.evaluate('turns')).toBeGreaterThan(20);
  await inspection.getByText('10,001 responses:').waitFor();
  await inspection.getByRole('button', { name: '9,997 more' }).waitFor();
  expect(await inspection.locator('tbody tr').count()).toBeLessThan(100);
  await inspection.getByRole('button', { name: 'big /big' }).click();
  expect(((await inspection.locator('pre').textContent()) ?? '').length).toBe(65_536);
  await inspection.locator('.response-list').evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await inspection.getByRole('button', { name: 'op9999' }).waitFor();
  expect(await inspection.locator('.response-list tbody tr').count()).toBeLessThan(100);
});
