// Links between pages: the file is there, and the page has the anchor. Links to other sites are not followed.
import { existsSync, statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { allPages } from './pages.js';
import { type Page, ROOT, readPage } from './read-page.js';

const PAGES: ReadonlyMap<string, Page> = new Map(allPages().map((path) => [path, readPage(path)]));

/** Returns what is wrong with a link of a page, or nothing. */
function faultOf(page: Page, url: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(url)) return undefined;
  if (url.startsWith('/')) return 'begins with a slash';
  const [target = '', anchor] = decodeURI(url).split('#');
  const path =
    target === '' ? page.path : new URL(target, new URL(page.path, ROOT)).href.slice(ROOT.href.length);
  const file = new URL(path, ROOT);
  if (!existsSync(file)) return `there is no ${path}`;
  if (anchor === undefined || /^L\d/.test(anchor)) return undefined;
  const linked = PAGES.get(statSync(file).isDirectory() ? `${path.replace(/\/$/, '')}/README.md` : path);
  return linked?.anchors.has(anchor) === true ? undefined : `${path} has no #${anchor}`;
}

describe('Links', () => {
  test.each([...PAGES.keys()])('of %s', (path) => {
    const page = PAGES.get(path) as Page;
    const faults = page.links.flatMap(({ url, line }) => {
      const fault = faultOf(page, url);
      return fault === undefined ? [] : [`line ${line}: ${url}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });
});
