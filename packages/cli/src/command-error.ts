import { EXIT, type ExitCode } from './exit-code.js';

/** An error that ends the command. Its message is printed on standard error as one line, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Creates the error for an invalid command line: exit code 64. */
export function usageError(message: string): CommandError {
  return new CommandError(EXIT.usage, message);
}

/** Creates the error for a file or server that cannot be read: exit code 66. */
export function inputError(message: string): CommandError {
  return new CommandError(EXIT.noInput, message);
}
