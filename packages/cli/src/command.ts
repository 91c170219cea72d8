import type { ExitCode } from './exit-code.js';
import type { Terminal } from './terminal/terminal.js';

/** One command of the program. */
export interface Command {
  readonly name: string;
  /** The description of the command, in one line. */
  readonly summary: string;
  /** The text that `--help` prints. */
  readonly help: string;
  /**
   * Runs the command with the arguments after its name.
   *
   * @throws {CommandError} if the command line is invalid, or an input cannot be read.
   */
  run(args: readonly string[], context: CommandContext): Promise<CommandResult>;
}

/** The parts of the process that a command uses. */
export interface CommandContext {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** The terminal of standard output. */
  readonly terminal: Terminal;
  /** Prints immediately, before the result of the command. */
  readonly write: (text: string) => void;
  /** Prints on standard error, immediately. */
  readonly writeError: (text: string) => void;
  /** The terminal of standard error; `undefined` if it is none. */
  readonly errorTerminal: Terminal | undefined;
  /**
   * Asks the user, and returns the line that they type; `undefined` if the signal is aborted, or at the end of standard input.
   * Absent if standard input or standard error is no terminal.
   */
  readonly ask?: ((question: string, signal: AbortSignal) => Promise<string | undefined>) | undefined;
  /** Returns a signal that the next Ctrl-C aborts, instead of ending the process. */
  readonly catchInterrupt: () => AbortSignal;
}

/** The exit code of a command, and the output that it has not printed yet. */
export interface CommandResult {
  readonly exitCode: ExitCode;
  readonly stdout: string | Uint8Array;
  readonly stderr?: string;
}
