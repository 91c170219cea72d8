import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const ADDRESSES = ['repository', 'homepage', 'bugs'];

/**
 * Reads the addresses of this project from `project.json`: `''` for each that is not known yet.
 *
 * @param {string} root folder of the workspace
 * @returns {{ repository: string, homepage: string, bugs: string, securityContact: string }}
 * @throws {Error} if one is not the URL of a page
 */
export function readProject(root) {
  const project = JSON.parse(readFileSync(join(root, 'project.json'), 'utf8'));
  for (const name of ADDRESSES) {
    if (project[name] !== '' && !/^https:\/\/[^/\s]+(\/[^/\s]+)*$/.test(project[name])) {
      throw new Error(`project.json: ${name} must be a URL with https and without a slash at its end, or ""`);
    }
  }
  return project;
}

/** Returns which addresses of the project are not known yet. */
export function missingIn(project) {
  return [...ADDRESSES, 'securityContact'].filter((name) => project[name] === '');
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
