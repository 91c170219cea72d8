import { copyFile, rename, rm } from 'node:fs/promises';

/** Moves a file, in place of one that is there, also from one file system to another. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(from, to);
    await rm(from);
  }
}
