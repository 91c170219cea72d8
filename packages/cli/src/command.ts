import type { ExitCode } from './exit-code.js';
import type { Terminal } from './terminal/terminal.js';

/** One command of the program. */
export interface Command {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /**
   * Does its work with the arguments that follow its name.
   *
   * @throws {CommandError} if it cannot: the command line is wrong, or something cannot be read.
   */
  run(args: readonly string[], surroundings: Surroundings): Promise<CommandResult>;
}

/** What a command sees of the process. */
export interface Surroundings {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** What the standard output is. */
  readonly terminal: Terminal;
  /** Prints at once, before what a command leaves. */
  readonly write: (text: string) => void;
  /** From now on Ctrl-C does not end the process, the first time: it aborts this signal. */
  readonly catchInterrupt: () => AbortSignal;
}

/** What a command leaves to be printed. */
export interface CommandResult {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr?: string;
}
