import { readFileSync } from 'node:fs';
import { ROOT } from '../../test/docs/read-page.js';

/** Returns the rows of the table of a page whose first column has this head, as cells. */
export function rowsOfPage(page: string, head: string): string[][] {
  const lines = readFileSync(new URL(page, ROOT), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `)) + 2;
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('|'));
  return lines.slice(start, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}
