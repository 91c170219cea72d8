import { spawn } from 'node:child_process';
import { once } from 'node:events';

const running = new Set();

/**
 * Runs a command, with what it prints on standard error, and resolves when it has ended well.
 *
 * It has a process group of its own, so that {@link stopCommands} also ends what it has started.
 *
 * @param {string[]} words
 * @param {string} folder where it runs
 * @throws {Error} if it ends with another code than 0
 */
export async function runCommand([command, ...words], folder) {
  const child = spawn(command, words, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  running.add(child);
  try {
    const [code, signal] = await once(child, 'close');
    if (code !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${code ?? signal}`);
  } finally {
    running.delete(child);
  }
}

/** Ends all commands that are running. */
export function stopCommands() {
  for (const { pid } of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error; // it has just ended
    }
  }
}
