// The view of the formats: what the page writes is what the server would have sent.
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { AppAnswer, AppRequest } from './app-settings.js';
import { EXPRESS, NEWEST_HOSTS } from './hosts.js';
import { type OpenConsole, useConsole } from './open-console.js';

const openConsole = useConsole();

const HOSTILE = '</script><img src=x onerror="alert(1)">]]>&amp;\u0000';

/** Operations that change nothing, or nothing that is kept. */
const BATCH = {
  requests: [
    { id: 'photo', method: 'GET', url: '/photos/7' },
    { id: 'again', method: 'GET', url: '/photos/7' },
    { id: 'missing', method: 'GET', url: '/photos/9' },
    { id: 'skipped', method: 'GET', url: '/photos/7', dependsOn: ['missing'] },
    {
      id: 'unresolved',
      method: 'GET',
      url: '/photos/{n}',
      references: [{ at: '/url/n', from: 'missing', value: '/body/id' }],
    },
    { id: 'created', method: 'POST', url: '/photos', body: { title: HOSTILE } },
    { id: 'broken', method: 'GET', url: '/text-error' },
    { id: 'busy', method: 'GET', url: '/busy' },
    { id: 'stream', method: 'GET', url: '/stream' },
    { id: 'moved', method: 'GET', url: '/moved?to=../photos/7%3Fa=[b]%23part' },
    { id: 'elsewhere', method: 'GET', url: '/moved?to=https://photos.example/7%23part' },
    { id: 'bytes', method: 'GET', url: '/bytes' },
    { id: 'hostile', method: 'GET', url: '/hostile' },
    { id: 'empty', method: 'HEAD', url: '/photos/7' },
    { method: 'GET', url: '/photos/7' },
  ],
};

function answer({ url }: AppRequest): AppAnswer | undefined {
  if (url.startsWith('/moved'))
    return { status: 302, headers: { location: decodeURIComponent(url.slice('/moved?to='.length)) } };
  if (url === '/bytes')
    return { status: 200, headers: { 'content-type': 'image/png' }, body: '\u00ff\u0000' };
  if (url === '/hostile')
    return { status: 200, headers: { 'content-type': 'text/html', 'x-note': '<b>&' }, body: HOSTILE };
  return undefined;
}

const FORMATS = [
  ['JSON', 'application/json'],
  ['XML', 'application/xml'],
  ['NDJSON', 'application/x-ndjson'],
] as const;

async function sendAndShowFormats(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('tab', { name: 'Formats' }).click();
}

/** Returns what the button of a format copies. */
async function copyOf({ page }: OpenConsole, format: string): Promise<string> {
  await page.getByRole('button', { name: `Copy ${format}`, exact: true }).click();
  await page.getByRole('region', { name: format, exact: true }).getByText('Copied').waitFor();
  return page.evaluate('navigator.clipboard.readText()');
}

/** Returns what the server answers to the same batch. */
async function answerOf({ origin }: OpenConsole, accept: string): Promise<string> {
  const response = await fetch(`${origin}/batch`, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json' },
    body: JSON.stringify(BATCH),
  });
  expect(response.status).toBe(207);
  return response.text();
}

/** The lines of NDJSON come in the order in which operations end, which may differ from time to time. */
function sortLines(text: string): string {
  const [summary, ...lines] = text.trimEnd().split('\n').reverse();
  return [...lines.toSorted(), summary].join('\n');
}

describe.each(NEWEST_HOSTS)('%s', (_name, host) => {
  test('each text is that of the server, byte for byte, and nothing is sent again', async () => {
    const open = await openConsole(host, { answer, console: { batch: BATCH } });
    const { page, requests } = open;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await sendAndShowFormats(page);
    for (const [format, mediaType] of FORMATS) {
      const copied = await copyOf(open, format);
      const shown = page.getByRole('region', { name: format, exact: true });
      expect(await shown.locator('header .soft').first().textContent()).toBe(
        `${new Intl.NumberFormat('en').format(Buffer.byteLength(copied))} bytes`,
      );
      expect(await shown.locator('pre').textContent()).toBe(copied);
      const batches = requests.filter((request) => request === 'POST /batch').length;
      const sent = await answerOf(open, mediaType);
      expect(requests.filter((request) => request === 'POST /batch')).toHaveLength(batches + 1);
      expect(format === 'NDJSON' ? sortLines(copied) : copied).toBe(
        format === 'NDJSON' ? sortLines(sent) : sent,
      );
    }
    expect(await page.locator('img').count()).toBe(0);
  });
});

test('while outcomes arrive, it says so and writes what is there', async () => {
  const requests = [
    { id: 'photo', method: 'GET', url: '/photos/7' },
    { id: 'slow', method: 'GET', url: '/slow/1' },
  ];
  const { page, gate } = await openConsole(EXPRESS, { console: { batch: { requests } } });
  await sendAndShowFormats(page);
  await page.getByText('Shown so far: 1 of 2.').waitFor();
  const json = page.getByRole('region', { name: 'JSON', exact: true }).locator('pre');
  await json.getByText('"total":1').waitFor();
  gate.open();
  await json.getByText('"total":2').waitFor();
  await page.getByText('nothing was sent again.').waitFor();
});

test('of a long text the beginning is drawn, with a button for more', async () => {
  const requests = [{ id: 'big', method: 'GET', url: '/big/500000' }];
  const { page } = await openConsole(EXPRESS, { console: { batch: { requests } } });
  await sendAndShowFormats(page);
  for (const [format] of FORMATS) {
    const region = page.getByRole('region', { name: format, exact: true });
    await region.getByRole('button', { name: /^Show more/ }).waitFor();
    const length = async (): Promise<number> => ((await region.locator('pre').textContent()) ?? '').length;
    expect(await length()).toBe(65_536);
    await region.getByRole('button', { name: /^Show more/ }).click();
    expect(await length()).toBe(65_536 + 262_144);
  }
});
