import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './project.mjs';

/**
 * Runs a command in the root folder, and returns what it prints.
 *
 * @param {string} command
 * @param {string[]} words for `npx` and `npm` without spaces or quotes in them, for the shell of Windows
 * @throws {Error} if it fails; the message has all that it printed
 */
export function runCommand(command, words, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // On Windows `npx` and `npm` are scripts, which only a shell can start.
    shell: process.platform === 'win32' && command !== process.execPath,
    ...options,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`);
  return stdout;
}

/** Runs the version of pnpm that `package.json` names, as {@link runCommand} does. */
export function runPnpm(words, options) {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return runCommand('npx', ['--yes', '--package', packageManager, '--', 'pnpm', ...words], options);
}
