import { copyFile, rename, rm } from 'node:fs/promises';

/** Moves a file and replaces an existing one, even from one file system to another. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(from, to);
    await rm(from);
  }
}
