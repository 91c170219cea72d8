import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from '@jest/globals';

/** Returns `test` if a program is installed, otherwise `test.skip`, and prints why. */
export function testWith(program: string): typeof test | typeof test.skip {
  if (isInstalled(program)) return test;
  process.stderr.write(
    `Tests with ${program} are skipped: it is not installed (Debian package ${program}).\n`,
  );
  return test.skip;
}

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
