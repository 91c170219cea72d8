import { type ParseArgsConfig, parseArgs } from 'node:util';
import { usageError } from './command-error.js';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The parsed options and positional arguments of a command line. */
export type CommandLine<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>;

/**
 * Parses the arguments of a command.
 *
 * @throws {CommandError} with exit code 64 if an option is unknown, or lacks its value.
 */
export function parseCommandLine<T extends Options>(
  command: string,
  args: readonly string[],
  options: T,
): CommandLine<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const [first = text] = text.split(/\.(?:\s|$)/, 1);
    throw usageError(`${first}; see multistatus ${command} --help`);
  }
}
