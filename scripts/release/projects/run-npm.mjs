import { spawn } from 'node:child_process';

/** How much of an output is shown. */
const MAX_OUTPUT = 6_000;

/** How long a command may take before it is ended. */
const TIMEOUT_MS = 240_000;

const SETTINGS = {
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_prefer_offline: 'true',
  npm_config_update_notifier: 'false',
  // No package of these projects needs its script, and a script might load something.
  npm_config_ignore_scripts: 'true',
  // Lockfiles do not name a registry, so that every registry will do.
  npm_config_omit_lockfile_registry_resolved: 'true',
  NEXT_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
};

/** A command that has failed. The message has its output. */
export class CommandError extends Error {}

/**
 * Runs npm, and returns what it has written to standard output and standard error.
 *
 * @throws {CommandError} if it fails, or takes longer than four minutes.
 */
export function runNpm(args, { cwd }) {
  // npm is a batch file on Windows, which only a shell can start. None of the arguments needs quotes.
  const child = spawn('npm', args, {
    cwd,
    env: { ...process.env, ...SETTINGS },
    shell: process.platform === 'win32',
    timeout: TIMEOUT_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else
        reject(
          new CommandError(
            `npm ${args.join(' ')} ended with ${code ?? signal}:\n${output.slice(-MAX_OUTPUT)}`,
          ),
        );
    });
  });
}
