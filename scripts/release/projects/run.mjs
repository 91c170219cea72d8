// Installs packed tarballs, not the workspace, into real projects in a temporary folder, and runs each project as its user would:
//
//   node scripts/release/projects/run.mjs <folder with tarballs> [--only <set>[/<project>]]... [--keep] [--update-locks]
//
// Prints a line per project. Exits with 1, and says why, if an installation or a project fails. --keep keeps the temporary folder.
// --update-locks writes the versions that were installed to `locks/`, after a change of a project's dependencies.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findTarballs } from './find-tarballs.mjs';
import { installSet } from './install-set.mjs';
import { runNpm } from './run-npm.mjs';
import { SETS } from './sets.mjs';

/** How much is shown of what a command has printed that has failed. */
const MAX_MESSAGE = 6_000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    keep: { type: 'boolean', default: false },
    'update-locks': { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined || positionals.length > 1) {
  console.error('Usage: node scripts/release/projects/run.mjs <folder with tarballs> [--only <set>]...');
  process.exit(1);
}

const known = Object.entries(SETS).flatMap(([set, { projects }]) => [
  set,
  ...projects.map((name) => `${set}/${name}`),
]);
const unknown = values.only?.filter((name) => !known.includes(name)) ?? [];
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are: ${known.join(', ')}`);
  process.exit(1);
}

const wanted = (name) => values.only?.includes(name) ?? true;
const tarballs = findTarballs(folder);
// On macOS the folder of temporary files is a link, and tools differ in which of its names they show.
const root = mkdtempSync(join(realpathSync(tmpdir()), 'multistatus-projects-'));
const failed = [];
try {
  for (const set of Object.keys(SETS)) runSet(set);
} finally {
  if (values.keep) console.log(`The projects are in ${root}`);
  else rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

/** Installs a set, and runs those of its projects that are wanted. */
function runSet(set) {
  const chosen = SETS[set].projects.filter((name) => wanted(set) || wanted(`${set}/${name}`));
  if (chosen.length === 0) return;
  const cwd = join(root, set);
  const isInstalled = step(`${set}: install`, () =>
    installSet(set, { cwd, tarballs, updateLock: values['update-locks'] }),
  );
  if (!isInstalled) return;
  for (const name of chosen) step(`${set}/${name}`, () => runNpm(['test', '--silent'], join(cwd, name)));
}

/**
 * Runs an action that returns what it has printed, and prints its last line, or the one with the number of tests. Jest prints to standard
 * error only.
 */
function step(name, action) {
  const start = performance.now();
  try {
    const lines = action()
      .trim()
      .split(/\s*\n\s*/);
    const text = lines.find((line) => /^Tests\b.*passed/.test(line)) ?? (lines.at(-1) || 'passed');
    console.log(`ok      ${name.padEnd(26)} ${secondsSince(start)}  ${text}`);
    return true;
  } catch (error) {
    failed.push(name);
    console.log(`FAILED  ${name.padEnd(26)} ${secondsSince(start)}`);
    console.log(error.message.slice(-MAX_MESSAGE));
    return false;
  }
}

function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(7);
}
