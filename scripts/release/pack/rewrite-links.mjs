import { posix } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { visit } from 'unist-util-visit';
import { toAddress } from './to-address.mjs';

/** What a page says to the tests of the repository. */
const FOR_TESTS = /^<!-- (?:tested by|not run): .* -->$/s;
const ABSOLUTE = /^([a-z][a-z0-9+.-]*:|\/\/|#)/i;

/**
 * Rewrites the links of a page of a package, for readers who have only the package: links to its own files stay, others lead to the
 * repository. While that has no address, a link becomes its text, and an image is left out.
 *
 * What the page says to the tests of the repository is left out. All else stays as it is written.
 *
 * @param {string} markdown
 * @param {{ directory: string, files: Set<string>, repository: string, root: string }} place `directory` of the package in the
 *   repository, `files` of the package by their path in it, address of the repository or `''`, folder of the workspace
 * @returns {string}
 * @throws {Error} if a link leads to a file that does not exist, or if it is written in HTML
 */
export function rewriteLinks(markdown, place) {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const edits = [];
  const leadsOut = ({ url }) => !ABSOLUTE.test(url) && !isInside(url, place);
  const targets = new Map();
  visit(tree, 'definition', (node) => {
    if (leadsOut(node)) targets.set(node.identifier, node);
  });
  const keep = (node, first, last) => edits.push(...around(node, first, last));
  visit(tree, (node) => {
    if (node.type === 'html') assertNoRelativeAddress(node.value);
    if (node.type === 'html' && FOR_TESTS.test(node.value)) {
      edits.push({ ...offsetsOf(node), text: '', isBlock: true });
    }
    const target = targets.get(node.identifier) ?? node;
    if (!isReference(node) || !leadsOut(target)) return;
    const { start, end } = offsetsOf(node);
    if (place.repository === '') {
      if (node.children?.length > 0) keep(node, node.children[0], node.children.at(-1));
      else edits.push({ start, end, text: '', isDropped: true });
      return;
    }
    if (node.url === undefined) return;
    const address = toAddress(posix.join(place.directory, node.url), node.type, place);
    const from = start + markdown.slice(start, end).lastIndexOf(node.url);
    edits.push({ start: from, end: from + node.url.length, text: address });
  });
  return apply(markdown, [...edits, ...emptiedBlocks(tree, edits)]);
}

function isReference({ type }) {
  return /^(link|image|definition)(Reference)?$/.test(type);
}

/** Checks whether a relative URL leads to a file or a folder that is in the package. */
function isInside(url, { files }) {
  const path = posix.normalize(url.replace(/[?#].*/, '')).replace(/\/$/, '');
  return files.has(path) || [...files].some((file) => file.startsWith(`${path}/`));
}

function assertNoRelativeAddress(html) {
  const [, address] = /\s(?:href|src|srcset)\s*=\s*["']?([^"'\s>]+)/i.exec(html) ?? [];
  if (address !== undefined && !ABSOLUTE.test(address)) {
    throw new Error(`a link in HTML would not be rewritten: write ${address} in Markdown, or as a whole URL`);
  }
}

function offsetsOf({ position }) {
  return { start: position.start.offset, end: position.end.offset };
}

/** Returns the edits that leave of a node what is between two of its children. */
function around(node, first, last) {
  const { start, end } = offsetsOf(node);
  return [
    { start, end: offsetsOf(first).start, text: '' },
    { start: offsetsOf(last).end, end, text: '' },
  ];
}

/** Returns edits that remove the paragraphs, and the tables with all their heads, of which nothing is left without their images. */
function emptiedBlocks(tree, edits) {
  const dropped = new Set(edits.filter(({ isDropped }) => isDropped).map(({ start }) => start));
  const isEmptied = (block) => {
    let hasDropped = false;
    let hasOther = false;
    for (const part of block.type === 'table' ? block.children.slice(1) : [block]) {
      visit(part, (node) => {
        if (dropped.has(offsetsOf(node).start) && isReference(node)) hasDropped = true;
        else if (node.children === undefined && node.value?.trim() !== '') hasOther = true;
      });
    }
    return hasDropped && !hasOther;
  };
  return tree.children.filter(isEmptied).map((block) => {
    const { start, end } = offsetsOf(block);
    return { start, end, text: '', isBlock: true };
  });
}

function apply(markdown, edits) {
  let rest = markdown;
  let limit = markdown.length;
  // From the end, so that the offsets before stay right. A whole block comes before what is in it.
  for (const { start, end, text, isBlock } of edits.sort(fromEnd)) {
    if (end > limit) continue;
    const after = rest.slice(end);
    rest = rest.slice(0, start) + text + (isBlock ? after.replace(/^\n+/, '') : after);
    limit = start;
  }
  return rest;
}

function fromEnd(a, b) {
  return b.end - a.end || a.start - b.start || Number(b.isBlock ?? false) - Number(a.isBlock ?? false);
}
