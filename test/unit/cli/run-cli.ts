import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import type { CommandContext } from '#cli/command.js';
import { run } from '#cli/run.js';
import { createTerminal } from '#cli/terminal/terminal.js';

const FIXTURES = fileURLToPath(new URL('./fixtures/', import.meta.url));

const startFolder = process.cwd();
afterAll(() => process.chdir(startFolder));

/** What a run of the command left. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is given to a run beside its arguments. */
export interface CliOptions {
  readonly stdin?: string | Uint8Array;
  /** The environment: without settings of colour and width unless they are given here. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where relative file names start: the folder of the fixtures unless it is given. */
  readonly cwd?: string;
  /** Is called with each text that is printed before the end. */
  readonly onWrite?: (text: string) => void;
  /** Is called with each text that is printed on standard error before the end. */
  readonly onError?: (text: string) => void;
  /** Each is aborted where a user would press Ctrl-C; the last one counts again and again. */
  readonly interrupts?: readonly AbortSignal[];
  /** The number of columns of standard error, if that is a terminal. */
  readonly errorColumns?: number;
  /** Answers a question. Without it, there is no terminal to ask at. */
  readonly ask?: CommandContext['ask'];
}

/** Returns the path of a fixture. */
export function fixture(name: string): string {
  return `${FIXTURES}${name}`;
}

/**
 * Runs the command in this process, with its output into a pipe. Changes the folder of the process: runs
 * that overlap must have the same one.
 */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { stdin = '', env = {}, cwd = FIXTURES, onWrite } = options;
  const { interrupts = [new AbortController().signal], errorColumns, ask, onError } = options;
  process.chdir(cwd);
  let written = '';
  let errors = '';
  let interruptCount = 0;
  const { exitCode, stdout, stderr } = await run(args, {
    stdin: piecesOf(stdin),
    terminal: createTerminal({ isTTY: false, columns: undefined, env }),
    write: (text) => {
      written += text;
      onWrite?.(text);
    },
    writeError: (text) => {
      errors += text;
      onError?.(text);
    },
    errorTerminal:
      errorColumns === undefined ? undefined : createTerminal({ isTTY: true, columns: errorColumns, env }),
    ask,
    catchInterrupt: () => {
      interruptCount += 1;
      return (interrupts[interruptCount - 1] ?? interrupts.at(-1)) as AbortSignal;
    },
  });
  return {
    code: exitCode,
    stdout: written + (typeof stdout === 'string' ? stdout : Buffer.from(stdout).toString('latin1')),
    stderr: errors + (stderr ?? ''),
  };
}

async function* piecesOf(stdin: string | Uint8Array): AsyncGenerator<Uint8Array> {
  if (stdin.length > 0) yield Buffer.from(stdin);
}

/** Puts fixed text where a run has the time of day and a duration, and `HOST` for a port. */
export function settle(output: string): string {
  return output
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/\b\d+ ms\b/g, '<n> ms')
    .replace(/(127\.0\.0\.1|localhost):\d+/g, 'HOST');
}
