import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The command as it is built: what `bin` of its package names. */
export const MAIN: string = fileURLToPath(new URL('../../../packages/cli/dist/main.js', import.meta.url));

/** What a run of the command left. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is given to a run beside its arguments. */
export interface CliOptions {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Gives the path of a fixture. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}

/** Runs the command as a process of its own, in an environment without settings of colour and width. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, COLUMNS: _columns, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...env, ...options.env },
    cwd: options.cwd ?? fileURLToPath(new URL('./fixtures/', import.meta.url)),
  });
  // A command that refuses its arguments reads no input.
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin ?? '');
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** Puts fixed text where a run has the time of day and a duration, and `HOST` for a port. */
export function settle(output: string): string {
  return output
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/\b\d+ ms\b/g, '<n> ms')
    .replace(/(127\.0\.0\.1|localhost):\d+/g, 'HOST');
}
