import { statSync } from 'node:fs';
import { sizeLimitOf } from './size-limits.mjs';
import { toTable } from './to-table.mjs';

/**
 * Compares the size of each tarball with its limit.
 *
 * @param {{ name: string, file: string, files: string[] }[]} tarballs
 * @returns {{ table: string, tooLarge: string[] }} `tooLarge` are the names of those that are over their limit
 */
export function checkSizes(tarballs) {
  const rows = tarballs.map(({ name, file, files }) => {
    const size = statSync(file).size;
    return { name, size, limit: sizeLimitOf(name), files: files.length };
  });
  const head = ['package', 'packed', 'limit', 'files'];
  const cells = rows.map(({ name, size, limit, files }) => [
    name,
    inKilobytes(size),
    inKilobytes(limit),
    files,
  ]);
  return {
    table: toTable([head, ...cells]),
    tooLarge: rows.filter(({ size, limit }) => size > limit).map(({ name }) => name),
  };
}

function inKilobytes(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
