// The page of a package is also read without the repository. Its links out of the package are bare text then, which must make sense.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { visit } from 'unist-util-visit';
import { allPages } from './pages.js';
import { ROOT } from './read-page.js';

/** Stands for a link out of the package; a text has no such character. */
const LINK = '\ue000';

/** Returns the text of a node, with a mark in place of each link out of the package. */
function markLinks(node: Nodes): string {
  if ('value' in node) return node.value;
  if (!('children' in node)) return '';
  if (node.type === 'link' && node.url.startsWith('../')) return LINK;
  return node.children.map(markLinks).join('');
}

/** Returns the sentences of a page that consist of nothing but such links. */
function bareSentences(markdown: string): string[] {
  const bare: string[] = [];
  visit(fromMarkdown(markdown), 'paragraph', (node) => {
    for (const sentence of markLinks(node).split(/(?<=[.!?]) /)) {
      const others = sentence.replace(/\b(?:and|or|with)\b/g, '');
      if (sentence.includes(LINK) && !/\p{L}{2}/u.test(others)) bare.push(sentence);
    }
  });
  return bare;
}

const PAGES = allPages().filter((path) => path.startsWith('packages/'));

test.each(PAGES)('a sentence of %s is more than links', (path) => {
  expect(bareSentences(readFileSync(new URL(path, ROOT), 'utf8'))).toEqual([]);
});
