import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

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
