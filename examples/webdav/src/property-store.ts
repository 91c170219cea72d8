import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Element } from '@multistatus/document';

/** Keeps the dead properties of resources (RFC 4918 section 4.4) by their path in the share. */
export interface PropertyStore {
  /** Returns the properties of a resource; none for an unknown one. */
  read(path: string): Promise<readonly Element[]>;
  /** Replaces the properties of a resource by the return value of `change`; one change at a time. */
  update(path: string, change: (before: readonly Element[]) => readonly Element[]): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/** Creates a store that keeps one JSON file per resource with properties, named by the hash of its path. */
export function createPropertyStore(directory: string): PropertyStore {
  // Hashed, because a path may be too long for a file name.
  const fileOf = (path: string): string =>
    join(directory, `${createHash('sha256').update(path).digest('hex')}.json`);
  let lastChange: Promise<unknown> = Promise.resolve();

  const read = async (path: string): Promise<readonly Element[]> => {
    try {
      return (JSON.parse(await readFile(fileOf(path), 'utf8')) as { properties: Element[] }).properties;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  };

  const write = async (path: string, properties: readonly Element[]): Promise<void> => {
    if (properties.length === 0) return rm(fileOf(path), { force: true });
    const draft = `${fileOf(path)}.${randomUUID()}`;
    await writeFile(draft, JSON.stringify({ path, properties }));
    await rename(draft, fileOf(path));
  };

  const update: PropertyStore['update'] = (path, change) => {
    const changed = lastChange.then(async () => write(path, change(await read(path))));
    lastChange = changed.catch(() => undefined);
    return changed;
  };

  return {
    read,
    update,
    copy: async (from, to) => {
      const properties = await read(from);
      await update(to, () => properties);
    },
    remove: (path) => update(path, () => []),
  };
}
