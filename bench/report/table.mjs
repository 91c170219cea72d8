/**
 * A Markdown table whose columns stand below each other in a terminal too; all but the first are aligned right.
 *
 * @param {string[]} head
 * @param {string[][]} rows a cell for each column
 */
export function toTable(head, rows) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column].length)));
  const toLine = (cells) => `| ${cells.join(' | ')} |`;
  const pad = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])));
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [toLine(pad(head)), toLine(rule), ...rows.map((row) => toLine(pad(row)))].join('\n');
}
