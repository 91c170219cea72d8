import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../../../packages/', import.meta.url));

/**
 * Returns the tarball and the dependencies within this repository of each package, by the name of the package.
 *
 * @param {string} folder with one tarball of each package, as `pnpm pack` names it
 * @returns {Map<string, { file: string, dependencies: string[] }>}
 * @throws {Error} if a package has no tarball, or more than one.
 */
export function findTarballs(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  const found = new Map();
  for (const { name, version, dependencies = {} } of readManifests()) {
    const stem = name.replace('@', '').replace('/', '-');
    const candidates = files.filter((file) => new RegExp(`^${stem}-\\d.*\\.tgz$`).test(file));
    if (candidates.length !== 1)
      throw new Error(`${folder} must have one tarball of ${name}@${version}, it has ${candidates.length}`);
    found.set(name, {
      file: resolve(folder, candidates[0]),
      dependencies: Object.keys(dependencies).filter((other) => dependencies[other].startsWith('workspace:')),
    });
  }
  return found;
}

function readManifests() {
  return readdirSync(PACKAGES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => JSON.parse(readFileSync(join(PACKAGES, name, 'package.json'), 'utf8')));
}
