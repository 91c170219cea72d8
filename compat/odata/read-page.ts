import { readFileSync } from 'node:fs';

const PAGE = readFileSync(new URL('../../docs/odata-clients.md', import.meta.url), 'utf8');

/** Returns the rows of the table of the page whose first column has this head, as cells. */
export function rowsOfPage(head: string): string[][] {
  const lines = PAGE.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `)) + 2;
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('|'));
  return lines.slice(start, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** Returns the blocks of code of the page by their names: `express 5`. */
export function blocksOfPage(): [name: string, code: string][] {
  return [...PAGE.matchAll(/^```ts (.+)\n([^`]*)^```$/gm)].map(([, name = '', code = '']) => [name, code]);
}
