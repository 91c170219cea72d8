import { readFileSync } from 'node:fs';
import GithubSlugger from 'github-slugger';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { visit } from 'unist-util-visit';
/** The root of the repository. */
export const ROOT = new URL('../../', import.meta.url);
const NOT_RUN = /^<!-- not run: (\S.*) -->$/s;
const TESTED_BY = /^<!-- tested by: (\S+) -->$/m;
/** Reads a page of Markdown. */
export function readPage(path) {
    const text = readFileSync(new URL(path, ROOT), 'utf8');
    const tree = fromMarkdown(text, {
        extensions: [gfm()],
        mdastExtensions: [gfmFromMarkdown()],
    });
    const blocks = [];
    const links = [];
    const slugger = new GithubSlugger();
    const anchors = new Set();
    visit(tree, (node, index, parent) => {
        const line = node.position?.start.line ?? 0;
        if (node.type === 'code')
            blocks.push(toBlock(node, siblingBefore(parent, index)));
        if (node.type === 'heading')
            anchors.add(slugger.slug(textOf(node)));
        if (node.type === 'link' || node.type === 'image' || node.type === 'definition')
            links.push({ url: node.url, line });
        if (node.type === 'html')
            for (const [, name = ''] of node.value.matchAll(/\b(?:id|name)="([^"]+)"/g))
                anchors.add(name);
        if (node.type === 'html')
            for (const [, url = ''] of node.value.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g))
                links.push({ url, line });
    });
    const testedBy = TESTED_BY.exec(text)?.[1];
    return { path, ...(testedBy !== undefined && { testedBy }), blocks, links, anchors };
}
function siblingBefore(parent, index) {
    return index === undefined ? undefined : parent?.children[index - 1];
}
/** Commands that set a machine up are run when the packages are packed, installed and started, not with a page. */
function setupOf({ lang, value }) {
    const isSetup = lang === 'sh' && value.split('\n').every((line) => /^(?:npm|npx|cd|mkdir) |^#|^$/.test(line));
    return isSetup ? 'it sets a machine up' : undefined;
}
function toBlock(node, before) {
    const info = [node.lang, node.meta].filter((part) => part !== null && part !== undefined).join(' ');
    const why = before?.type === 'html' ? NOT_RUN.exec(before.value)?.[1] : setupOf(node);
    const block = { info, code: node.value, line: node.position?.start.line ?? 0 };
    return why === undefined ? block : { ...block, notRun: why };
}
//# sourceMappingURL=read-page.js.map