import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));

/** A command of a document, and what stands below it. */
export interface ShellBlock {
  readonly command: string;
  readonly output: string;
  readonly exitCode: number;
}

/** Returns the files that a document shows: blocks with the info `xml answer.xml`. */
export function filesOf(markdown: string): [name: string, content: string][] {
  const blocks = markdown.matchAll(/^```(?:xml|json|text) ([\w-]+\.\w+)\n(.*?)^```$/gms);
  return [...blocks].map(([, name = '', content = '']) => [name, content]);
}

/** Returns the commands of a document that are followed by their output: ` ```sh `, then ` ```text exit 1 `. */
export function shellBlocksOf(markdown: string): ShellBlock[] {
  const blocks = markdown.matchAll(
    /^```sh\n((?:(?!^```).)*)^```\n\n```(?:text|json) exit (\d+)\n(.*?)^```$/gms,
  );
  return [...blocks].map(([, command = '', code, output = '']) => ({
    command,
    output,
    exitCode: Number(code),
  }));
}

/** Creates a folder in which a shell finds the command `multistatus` and the files of a document. */
export function prepareFolder(folder: string, files: readonly (readonly [string, string])[]): void {
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, 'bin'));
  const command = join(folder, 'bin', 'multistatus');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(command, 0o755);
}

/** Runs a command in such a folder and gives what it prints, on both outputs. */
export async function runShell(
  command: string,
  folder: string,
): Promise<{ output: string; exitCode: number | null }> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, COLUMNS: _columns, PATH = '', ...env } = process.env;
  const path = `${join(folder, 'bin')}:${PATH}`;
  const child = spawn('sh', ['-c', `exec 2>&1\n${command}`], {
    cwd: folder,
    env: { ...env, PATH: path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { output: await text(child.stdout), exitCode: await ended };
}
