import { existsSync, readdirSync } from 'node:fs';
import { ROOT, readPage } from './read-page.js';

/** Returns the pages of a folder, such as `docs/guide`, from the root of the repository; not those of its folders. */
export function pagesIn(folder: string): string[] {
  const url = new URL(`${folder}/`, ROOT);
  if (!existsSync(url)) return [];
  const names = readdirSync(url).filter((name) => name.endsWith('.md'));
  return names.map((name) => `${folder}/${name}`.replace(/^\.\//, '')).toSorted();
}

/** Returns the folders in a folder. */
function foldersIn(folder: string): string[] {
  const entries = readdirSync(new URL(`${folder}/`, ROOT), { withFileTypes: true });
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !/^(?:\.|dist$|node_modules$)/.test(entry.name),
  );
  return folders.map(({ name }) => `${folder}/${name}`);
}

/** Returns every page of the repository. */
export function allPages(): string[] {
  const docs = ['docs', ...foldersIn('docs'), 'docs/reference/api'];
  const folders = ['.', ...docs, ...foldersIn('packages'), ...foldersIn('examples'), 'bench', 'compat'];
  return [...new Set(folders.flatMap(pagesIn))];
}

/** Returns the pages of a folder that no test of their own runs. */
export function plainPagesIn(folder: string): string[] {
  return pagesIn(folder).filter((path) => readPage(path).testedBy === undefined);
}
