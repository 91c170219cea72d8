import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** `from './x.js'` and `import('./x.js')`. */
const RELATIVE_IMPORT = /(?:\bfrom |\bimport\()['"](\.[^'"]+)\.(c?)js['"]/g;

/**
 * Returns the declarations that the compiler has written for entries of a package, and those that they import, by path in `dist`.
 *
 * Without the maps to the sources, which are not published. What has not been compiled is left out.
 *
 * @param {string} dist of the package, with a slash at its end
 * @param {string[]} names of the entries
 * @returns {Map<string, string>}
 */
export function reachableDeclarations(dist, names) {
  const found = new Set(names.map((name) => `${name}.d.ts`).filter((file) => existsSync(dist + file)));
  const texts = new Map();
  for (const file of found) {
    const text = readFileSync(dist + file, 'utf8').replace(/^\/\/# sourceMappingURL=.*\n?/m, '');
    texts.set(file, text);
    for (const [, path, kind] of text.matchAll(RELATIVE_IMPORT)) {
      found.add(posix.join(posix.dirname(file), `${path}.d.${kind}ts`));
    }
  }
  return texts;
}
