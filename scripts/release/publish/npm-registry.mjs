import { basename, dirname } from 'node:path';
import { runCommand } from '../run-command.mjs';

/** Publishes a tarball. npm may ask for a second factor. */
export function publishTarball(file) {
  runCommand('npm', toPublish(file), { cwd: dirname(file), stdio: 'inherit' });
}

/** Lets npm do everything but publish a tarball. It asks the registry nothing: neither who this is, nor which versions it has. */
export function tryToPublish(file) {
  runCommand('npm', [...toPublish(file), '--dry-run', '--force'], { cwd: dirname(file) });
}

function toPublish(file) {
  return ['publish', `./${basename(file)}`, '--access', 'public'];
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
