import { basename, dirname } from 'node:path';
import { runCommand } from '../run-command.mjs';

/** Publishes a tarball. With `--dry-run` in `words`, npm does everything but that. */
export function publishTarball(file, words = []) {
  const all = ['publish', `./${basename(file)}`, '--access', 'public', ...words];
  return runCommand('npm', all, { cwd: dirname(file) });
}

/** Checks whether the registry has this version of a package. */
export function isPublished(name, version) {
  try {
    return runCommand('npm', ['view', `${name}@${version}`, 'version']).trim() === version;
  } catch (error) {
    if (error.message.includes('E404')) return false;
    throw error;
  }
}

/** Throws if this version of npm cannot publish as a workflow that the registry trusts. */
export function assertTrustedPublishing() {
  const version = runCommand('npm', ['--version']).trim();
  const [major, minor, patch] = version.split('.').map(Number);
  if (major * 1e6 + minor * 1e3 + patch < 11_005_001) {
    throw new Error(`trusted publishing needs npm 11.5.1 or later, and this is ${version}`);
  }
}
