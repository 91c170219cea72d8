import { EXIT, type ExitCode } from './exit-code.js';

/** What keeps the command from its work: said in one line on the standard error, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Gives the error for a command line that is wrong. */
export function usageError(message: string): CommandError {
  return new CommandError(EXIT.usage, message);
}

/** Gives the error for what cannot be read. */
export function inputError(message: string): CommandError {
  return new CommandError(EXIT.noInput, message);
}
