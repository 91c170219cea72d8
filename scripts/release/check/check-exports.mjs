import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../project.mjs';
import { runCommand } from '../run-command.mjs';

/**
 * Checks that everything that the packed packages export is there, and has types, for every way to import it.
 *
 * @param {{ file: string }[]} tarballs
 * @throws {Error} with what publint or attw say of the first that is not in order
 */
export function checkExports(tarballs) {
  const publint = commandOf('publint', 'publint');
  const attw = commandOf('@arethetypeswrong/cli', 'attw');
  for (const { file } of tarballs) {
    runCommand(process.execPath, [publint, 'run', '--strict', file]);
    runCommand(process.execPath, [attw, file]);
  }
}

/** Returns the file of a command. What is in `.bin` can only be started by a shell on Windows. */
function commandOf(name, command) {
  const folder = join(ROOT, 'scripts/node_modules', name);
  return join(folder, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).bin[command]);
}
