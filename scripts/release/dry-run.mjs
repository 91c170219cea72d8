// Does all of a release but the publishing, and needs no login: node scripts/release/dry-run.mjs
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkLicenses } from './check/check-licenses.mjs';
import { checkPacked } from './check/check-packed.mjs';
import { missingIn, ROOT, readProject } from './project.mjs';
import { tryToPublish } from './publish/npm-registry.mjs';
import { runCommand } from './run-command.mjs';

const RUN_PROJECTS = fileURLToPath(new URL('projects/run.mjs', import.meta.url));

const say = (line) => process.stdout.write(`${line}\n`);
const runNode = (...words) => runCommand(process.execPath, words);

const folder = mkdtempSync(join(tmpdir(), 'multistatus-release-'));
try {
  runNode('scripts/bundle-packages.mjs', '--check');
  say('build: up to date');
  runNode('scripts/release/write-project.mjs', '--check');
  const missing = missingIn(readProject(ROOT));
  if (missing.length > 0)
    say(`notice: project.json lacks ${missing.join(', ')}: no links to them are published`);
  for (const { file } of checkPacked(folder, say)) tryToPublish(file);
  say('npm publish --dry-run: accepts every package');
  checkInstalled();
  runCommand(process.execPath, [RUN_PROJECTS, folder], { stdio: 'inherit' });
  say('A release would succeed.');
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function checkInstalled() {
  const { counts, refused } = checkLicenses();
  say(`licenses: ${counts.map(([license, packages]) => `${license} ${packages}`).join(', ')}`);
  if (refused.length > 0)
    throw new Error(`license not on the list in check-licenses.mjs: ${refused.join(', ')}`);
}
