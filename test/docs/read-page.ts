import { readFileSync } from 'node:fs';
import GithubSlugger from 'github-slugger';
import type { Code, Nodes, Parent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { visit } from 'unist-util-visit';

/** The root of the repository. */
export const ROOT: URL = new URL('../../', import.meta.url);

/** A fenced block of code. */
export interface Block {
  /** The language and what follows it, such as `ts server`. */
  readonly info: string;
  readonly code: string;
  /** Where it begins in the page, from 1. */
  readonly line: number;
  /** Why no test runs it: what the comment `<!-- not run: why -->` in front of it says, or that it installs something. */
  readonly notRun?: string;
}

/** A page, as the tests see it. */
export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  /** The test that runs it, if the page says so in the comment `<!-- tested by: test/... -->`. */
  readonly testedBy?: string;
  readonly blocks: readonly Block[];
  /** What its links and pictures lead to, with the line of each. */
  readonly links: readonly { readonly url: string; readonly line: number }[];
  /** The anchors of its headings, as they are in a repository. */
  readonly anchors: ReadonlySet<string>;
}

const NOT_RUN = /^<!-- not run: (\S.*) -->$/s;

const TESTED_BY = /^<!-- tested by: (\S+) -->$/m;

/** Reads a page of Markdown. */
export function readPage(path: string): Page {
  const text = readFileSync(new URL(path, ROOT), 'utf8');
  const tree = fromMarkdown(text, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const blocks: Block[] = [];
  const links: { url: string; line: number }[] = [];
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  visit(tree, (node, index, parent) => {
    const line = node.position?.start.line ?? 0;
    if (node.type === 'code') blocks.push(toBlock(node, siblingBefore(parent, index)));
    if (node.type === 'heading') anchors.add(slugger.slug(textOf(node)));
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition')
      links.push({ url: node.url, line });
    if (node.type === 'html')
      for (const [, name = ''] of node.value.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(name);
    if (node.type === 'html')
      for (const [, url = ''] of node.value.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g))
        links.push({ url, line });
  });
  const testedBy = TESTED_BY.exec(text)?.[1];
  return { path, ...(testedBy !== undefined && { testedBy }), blocks, links, anchors };
}

function siblingBefore(parent: Parent | undefined, index: number | undefined): Nodes | undefined {
  return index === undefined ? undefined : parent?.children[index - 1];
}

/** Commands that set a machine up are run when the packages are packed, installed and started, not with a page. */
function setupOf({ lang, value }: Code): string | undefined {
  const isSetup =
    lang === 'sh' && value.split('\n').every((line) => /^(?:npm|npx|cd|mkdir) |^#|^$/.test(line));
  return isSetup ? 'it sets a machine up' : undefined;
}

function toBlock(node: Code, before: Nodes | undefined): Block {
  const info = [node.lang, node.meta].filter((part) => part !== null && part !== undefined).join(' ');
  const why = before?.type === 'html' ? NOT_RUN.exec(before.value)?.[1] : setupOf(node);
  const block = { info, code: node.value, line: node.position?.start.line ?? 0 };
  return why === undefined ? block : { ...block, notRun: why };
}
