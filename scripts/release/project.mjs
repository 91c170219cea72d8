import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Returns the addresses of this project: those of `project.json`, or `''` for each that is not known yet.
 *
 * @param {string} root folder of the workspace
 * @returns {{ repository: string, homepage: string, bugs: string, securityContact: string }}
 */
export function readProject(root) {
  return JSON.parse(readFileSync(join(root, 'project.json'), 'utf8'));
}

/**
 * Returns the packages that are published, sorted by folder.
 *
 * @param {string} root folder of the workspace
 * @returns {{ folder: string, directory: string, manifest: { name: string, version: string } }[]} `directory` is that in the
 *   repository, such as `packages/core`
 */
export function readPackages(root) {
  return readdirSync(join(root, 'packages'))
    .sort()
    .map((name) => ({ folder: join(root, 'packages', name), directory: `packages/${name}` }))
    .filter(({ folder }) => existsSync(join(folder, 'package.json')))
    .map((found) => ({
      ...found,
      manifest: JSON.parse(readFileSync(join(found.folder, 'package.json'), 'utf8')),
    }));
}
