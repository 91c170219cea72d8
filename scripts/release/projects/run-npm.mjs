import { runCommand } from '../run-command.mjs';

/** How long a command may take: the longest, a build, takes half a minute. */
const TIMEOUT_MS = 300_000;

const SETTINGS = {
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_prefer_offline: 'true',
  npm_config_update_notifier: 'false',
  // A peer that does not fit, and a version of Node that a package does not want, are warnings otherwise.
  npm_config_strict_peer_deps: 'true',
  npm_config_engine_strict: 'true',
  // No package of these projects needs its script, and a script might load something.
  npm_config_ignore_scripts: 'true',
  // Lockfiles do not name a registry, so that every registry will do.
  npm_config_omit_lockfile_registry_resolved: 'true',
  NEXT_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
};

/** Runs npm in a folder, as {@link runCommand} does. */
export function runNpm(words, folder) {
  return runCommand('npm', words, {
    cwd: folder,
    env: { ...process.env, ...SETTINGS },
    timeout: TIMEOUT_MS,
  });
}
