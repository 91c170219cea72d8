import type { Stats } from 'node:fs';

/** Returns a strong entity tag. An upload creates a new file, so the inode changes even within one clock tick. */
export function etagOf({ ino, size, mtimeMs }: Stats): string {
  return `"${[ino, size, Math.round(mtimeMs * 1000)].map((part) => part.toString(36)).join('-')}"`;
}
