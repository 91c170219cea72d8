// Packs every package as it would be published: node scripts/release/pack-packages.mjs <folder>
//
// The same sources give the same bytes. Run `pnpm build` before. The folder is made; tarballs of other versions in it stay.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, extract } from 'tar';
import { rewriteLinks } from './pack/rewrite-links.mjs';
import { ROOT, readPackages, readProject } from './project.mjs';
import { runPnpm } from './run-command.mjs';

/** As the one that npm gives to all that it packs: `Date` counts from 1970, and zip not before 1980. */
const MODIFIED = new Date('1985-10-26T08:15:00.000Z');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, ...rest] = process.argv.slice(2);
  if (folder === undefined || rest.length > 0) {
    process.stderr.write('Usage: node scripts/release/pack-packages.mjs <folder>\n');
    process.exitCode = 2;
  } else {
    for (const { file } of packPackages(folder)) process.stdout.write(`${file}\n`);
  }
}

/**
 * Packs packages into a folder.
 *
 * @param {string} folder
 * @param {{ repository: string }} [project]
 * @param {string[]} [directories] of the packages, such as `packages/koa`; all by default
 * @returns {{ name: string, version: string, file: string, files: string[] }[]} the tarballs, and the files in each
 */
export function packPackages(folder, project = readProject(ROOT), directories = ['packages/*']) {
  const work = mkdtempSync(join(tmpdir(), 'multistatus-pack-'));
  try {
    mkdirSync(folder, { recursive: true });
    const isWanted = ({ directory }) => directories.includes('packages/*') || directories.includes(directory);
    const packages = readPackages(ROOT).filter(isWanted);
    const unbuilt = packages.filter((found) => !existsSync(join(found.folder, 'dist')));
    if (unbuilt.length > 0) throw new Error(`Run 'pnpm build': ${unbuilt[0].directory} has no dist`);
    // pnpm knows what belongs to a package: `files`, the versions of `workspace:`, `publishConfig`.
    const packed = ['--silent', '--ignore-scripts', '--pack-destination', work];
    const filters = directories.flatMap((directory) => ['--filter', `./${directory}`]);
    runPnpm(['--recursive', ...filters, 'pack', ...packed]);
    return packages.map((found) => packPackage(found, { folder: resolve(folder), work, project }));
  } finally {
    rmSync(work, { recursive: true });
  }
}

function packPackage({ folder: source, directory, manifest }, { folder, work, project }) {
  const { name, version } = manifest;
  const tarball = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
  const target = join(work, basename(source));
  mkdirSync(target);
  extract({ file: join(work, tarball), cwd: target, sync: true });
  const files = filesIn(join(target, 'package'));
  const place = { directory, files: new Set(files), repository: project.repository, root: ROOT };
  for (const page of files.filter((path) => path.endsWith('.md'))) {
    rewritePage(join(target, 'package', page), place);
  }
  const file = join(folder, tarball);
  const paths = files.map((path) => `package/${path}`);
  create({ file, cwd: target, sync: true, portable: true, gzip: { level: 9 }, mtime: MODIFIED }, paths);
  return { name, version, file, files };
}

/**
 * Returns the files of a folder and of those in it, with `/` on every system.
 *
 * Each declaration of CommonJS comes right after that of the ES module, which says the same: gzip then stores a pointer instead of
 * the text, which makes the tarball of core 47 kB smaller.
 */
function filesIn(folder) {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  const keyOf = (path) => path.replace(/^dist\/cjs\//, 'dist/');
  const byKey = (a, b) =>
    keyOf(a) === keyOf(b) ? Number(a > b) - Number(a < b) : keyOf(a) < keyOf(b) ? -1 : 1;
  return paths.sort(byKey);
}

function rewritePage(file, place) {
  try {
    writeFileSync(file, rewriteLinks(readFileSync(file, 'utf8'), place));
  } catch (error) {
    throw new Error(`${place.directory}/${basename(file)}: ${error.message}`, { cause: error });
  }
}
