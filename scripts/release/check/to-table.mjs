/**
 * Writes rows as lines with columns of equal width: the first column is aligned to the left, the others to the right.
 *
 * @param {(string | number)[][]} rows
 */
export function toTable(rows) {
  const widths = rows[0].map((_cell, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const align = (cell, column) =>
    column === 0 ? cell.padEnd(widths[0]) : String(cell).padStart(widths[column]);
  return rows.map((row) => `  ${row.map(align).join('  ')}`).join('\n');
}
