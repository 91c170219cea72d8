import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../../packages/', import.meta.url));

/** Returns the packages from which a program can import something, sorted by name, each with its entries. */
export function listPackages() {
  return readdirSync(PACKAGES)
    .filter((name) => existsSync(join(PACKAGES, name, 'package.json')))
    .sort()
    .map((name) => toPackage(name, join(PACKAGES, name)))
    .filter(({ entries }) => entries.length > 0);
}

function toPackage(shortName, folder) {
  const {
    name,
    description,
    exports,
    dependencies = {},
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = Object.entries(exports)
    .filter(([, conditions]) => conditions.import?.types !== undefined)
    .map(([path, conditions]) => ({
      /** What is written in an import, such as `@multistatus/core/adapter`. */
      specifier: name + path.slice(1),
      /** The name of its report: `index` for the main entry. */
      name: path === '.' ? 'index' : path.slice(2).replaceAll('/', '-'),
      declarations: join(folder, conditions.import.types),
    }));
  return { name, shortName, folder, description, dependencies: Object.keys(dependencies), entries };
}
