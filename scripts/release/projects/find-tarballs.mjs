import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { ROOT, readPackages } from '../project.mjs';

/**
 * Returns the tarball and the dependencies within this repository of each package, by the name of the package.
 *
 * @param {string} folder with one tarball of each package
 * @returns {Map<string, { file: string, dependencies: string[] }>}
 * @throws {Error} if a package has no tarball, or more than one.
 */
export function findTarballs(folder) {
  const files = readdirSync(folder);
  const found = new Map();
  for (const { manifest } of readPackages(ROOT)) {
    const { name, dependencies = {} } = manifest;
    const stem = name.replace('@', '').replace('/', '-');
    const candidates = files.filter((file) => new RegExp(`^${stem}-\\d.*\\.tgz$`).test(file));
    if (candidates.length !== 1)
      throw new Error(`${folder} must have one tarball of ${name}, it has ${candidates.length}`);
    found.set(name, {
      file: resolve(folder, candidates[0]),
      dependencies: Object.keys(dependencies).filter((other) => dependencies[other].startsWith('workspace:')),
    });
  }
  return found;
}
