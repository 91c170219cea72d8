import type { Stats } from 'node:fs';

/** Gives a strong entity tag: an upload makes a new file, so that the inode changes even within a tick of the clock. */
export function etagOf({ ino, size, mtimeMs }: Stats): string {
  return `"${[ino, size, Math.round(mtimeMs * 1000)].map((part) => part.toString(36)).join('-')}"`;
}
