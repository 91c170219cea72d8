// Applies the changesets of the workspace that it is run in: raises the version of all packages, and writes what has changed into
// CHANGELOG.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import getReleasePlan from '@changesets/get-release-plan';
import { addVersion } from './publish/changelog.mjs';
import { runCommand } from './run-command.mjs';

const CHANGESET = fileURLToPath(new URL('../node_modules/@changesets/cli/bin.js', import.meta.url));

const root = process.cwd();
const file = join(root, 'CHANGELOG.md');

const { changesets, releases } = await getReleasePlan(root);
if (releases.length > 0) {
  // It also writes a CHANGELOG.md for each package, which the action that opens the pull request reads. Git ignores them.
  runCommand(process.execPath, [CHANGESET, 'version'], { cwd: root });
  writeFileSync(file, addVersion(readFileSync(file, 'utf8'), releases[0].newVersion, changesets));
}
