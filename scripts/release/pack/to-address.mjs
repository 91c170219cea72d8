import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns the address of a file or folder of the repository, as GitHub, Gitea and others write it: the state of the default branch.
 *
 * @param {string} path in the repository, with a fragment or without
 * @param {string} type of the Markdown node: an image is addressed by its bytes
 * @param {{ repository: string, root: string }} place
 * @throws {Error} if there is no such file
 */
export function toAddress(path, type, { repository, root }) {
  const [, file, fragment] = /^([^?#]*)(.*)$/s.exec(path);
  const found = join(root, decodeURI(file));
  if (!existsSync(found)) throw new Error(`a link leads to ${file}, which does not exist`);
  const isFolder = statSync(found).isDirectory();
  const kind = type === 'image' ? 'raw' : isFolder ? 'tree' : 'blob';
  return `${repository}/${kind}/HEAD/${file.replace(/\/$/, '')}${fragment}`;
}
