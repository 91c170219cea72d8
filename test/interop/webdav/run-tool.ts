import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from '@jest/globals';

/** How a program is run. */
export interface ToolRun {
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** What a program has left. */
export interface ToolResult {
  readonly code: number | null;
  /** Standard output and standard error, in this order. */
  readonly output: string;
}

/** Returns `test` if a program is installed, otherwise `test.skip`, and prints why. */
export function testWith(program: string): typeof test | typeof test.skip {
  if (isInstalled(program)) return test;
  process.stderr.write(
    `Tests with ${program} are skipped: it is not installed (Debian package ${program}).\n`,
  );
  return test.skip;
}

/** Runs a program to its end. It sees none of the environment but PATH, and a home of its own. */
export async function runTool(program: string, run: ToolRun): Promise<ToolResult> {
  const child = spawn(program, run.arguments, {
    cwd: run.cwd,
    env: { PATH: process.env['PATH'], HOME: run.cwd, LC_ALL: 'C.UTF-8', ...run.env },
  });
  child.stdin.end(run.input ?? '');
  const [code, out, errors] = await Promise.all([
    new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    }),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, output: out + errors };
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
