import { readFileSync, writeFileSync } from 'node:fs';

const README = new URL('../README.md', import.meta.url);
const BEGIN = '<!-- results:begin -->';
const END = '<!-- results:end -->';

/**
 * Puts a text between the two marks of `bench/README.md`.
 *
 * @param {string} results Markdown
 */
export function writeResults(results) {
  const text = readFileSync(README, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`bench/README.md has no ${BEGIN} followed by ${END}`);
  writeFileSync(README, `${text.slice(0, begin + BEGIN.length)}\n\n${results}\n\n${text.slice(end)}`);
}
