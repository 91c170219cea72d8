// Bundles the code of each package into dist (ES modules) and dist/cjs (CommonJS): a file for each entry, and files for what
// entries share, so that nothing exists twice. The compiler makes only the declarations.
//
//   node scripts/bundle-packages.mjs           writes what has changed, and removes code that is no longer made
//   node scripts/bundle-packages.mjs --check   prints what the build lacks, and exits with 1 if that is anything
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePackage } from './bundle/bundle-package.mjs';

const PACKAGES = fileURLToPath(new URL('../packages/', import.meta.url));
const isCheck = process.argv.includes('--check');

const names = readdirSync(PACKAGES).filter((name) => existsSync(`${PACKAGES}${name}/package.json`));
const stale = (await Promise.all(names.map((name) => update(`${PACKAGES}${name}/`)))).flat();
if (isCheck && stale.length > 0) {
  process.stderr.write(`Run 'pnpm build': these files are not as the sources say:\n${stale.join('\n')}\n`);
  process.exitCode = 1;
}

/** Returns the files in `dist` of a package that are not up to date. Unless this is a check, brings them up to date. */
async function update(folder) {
  const files = await bundlePackage(folder);
  const dist = `${folder}dist/`;
  const changed = [...files.keys()].filter((file) => textOf(dist + file) !== files.get(file));
  const unknown = madeIn(dist).filter((file) => !files.has(file));
  if (!isCheck) {
    for (const file of unknown) rmSync(dist + file);
    for (const file of changed) {
      mkdirSync(dirname(dist + file), { recursive: true });
      writeFileSync(dist + file, files.get(file));
    }
  }
  return [...changed, ...unknown].map((file) => dist + file);
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Returns those files of a folder that {@link bundlePackage} makes: not the declarations of ES modules or the page of the console. */
function madeIn(dist) {
  if (!existsSync(dist)) return [];
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length).replaceAll('\\', '/'))
    .filter(
      (file) =>
        file === '.npmignore' ||
        file.startsWith('cjs/') ||
        (/\.c?js(\.map)?$/.test(file) && !/^page(-types)?\//.test(file)),
    );
}
