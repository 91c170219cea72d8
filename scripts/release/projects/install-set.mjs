import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNpm } from './run-npm.mjs';
import { SETS } from './sets.mjs';

/** What a lockfile says of a package that npm does not need to install it. */
const UNNEEDED = new Set(['deprecated', 'funding', 'license']);

const HERE = fileURLToPath(new URL('./', import.meta.url));

/**
 * Installs what the projects of a set depend on into one `node_modules` above them. Their packages of multistatus, and what those
 * depend on, come from tarballs. The versions of all others are those in the lockfile of the set.
 *
 * @returns {string} what has been installed
 * @throws {Error} if npm fails, a peer does not fit, or a version is not that of the lockfile.
 */
export function installSet(set, { cwd, tarballs, updateLock }) {
  const { projects, dependencies: replaced } = SETS[set];
  const lock = join(HERE, 'locks', set, 'package-lock.json');
  mkdirSync(join(cwd, 'tarballs'), { recursive: true });
  for (const file of ['check-photos.mjs', 'check-bundles.mjs'])
    copyFileSync(join(HERE, file), join(cwd, file));
  for (const name of projects) cpSync(join(HERE, name), join(cwd, name), { recursive: true });
  const manifests = projects.map((name) => readJson(join(HERE, name, 'package.json')));
  const { own, others } = mergeDependencies(set, manifests);
  const dependencies = { ...others, ...replaced };
  const packages = withDependencies(own, tarballs);
  for (const name of packages) {
    const { file } = tarballs.get(name);
    copyFileSync(file, join(cwd, 'tarballs', basename(file)));
    dependencies[name] = `file:tarballs/${basename(file)}`;
  }
  writeJson(join(cwd, 'package.json'), { name: `set-${set}`, private: true, dependencies });
  if (existsSync(lock) && !updateLock) writeJson(join(cwd, 'package-lock.json'), readJson(lock));
  else if (!updateLock) throw new Error(`${lock} does not exist: run with --update-locks`);
  runNpm(['install'], cwd);
  const installed = withoutTarballs(readJson(join(cwd, 'package-lock.json')), packages);
  if (updateLock) {
    mkdirSync(dirname(lock), { recursive: true });
    writeJson(lock, installed);
  }
  requireSameVersions(readJson(lock), installed);
  return `${packages.length} tarballs, ${Object.keys(installed.packages).length - 1} other packages`;
}

/** Returns the names of this repository's packages, and the ranges of the others, that any of the projects depends on. */
function mergeDependencies(set, manifests) {
  const own = new Set();
  const others = {};
  for (const manifest of manifests) {
    for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      if (/^(@multistatus\/|multistatus$)/.test(name)) own.add(name);
      else if (others[name] !== undefined && others[name] !== range)
        throw new Error(`projects of the set ${set} differ in ${name}: ${others[name]}, ${range}`);
      else others[name] = range;
    }
  }
  return { own, others };
}

function withDependencies(names, tarballs) {
  const all = new Set(names);
  for (const name of all) for (const other of tarballs.get(name).dependencies) all.add(other);
  return [...all];
}

/**
 * Returns a lockfile without the tarballs, whose versions and hashes change, without the root, which names them, and without what npm
 * does not need.
 */
function withoutTarballs(lock, names) {
  const packages = { '': { dependencies: {} } };
  for (const [path, locked] of Object.entries(lock.packages)) {
    if (path === '' || names.includes(path.replace(/^node_modules\//, ''))) continue;
    const kept = Object.entries(locked).filter(([name]) => !UNNEEDED.has(name));
    packages[path] = Object.fromEntries(kept);
  }
  return { lockfileVersion: lock.lockfileVersion, requires: true, packages };
}

function requireSameVersions(expected, { packages }) {
  for (const [path, { version }] of Object.entries(packages)) {
    if (expected.packages[path]?.version !== version)
      throw new Error(`${path} ${version} is not the version in the lockfile: run with --update-locks`);
  }
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
