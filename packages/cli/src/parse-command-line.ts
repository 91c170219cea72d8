import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearestName } from '@multistatus/wire';
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
    throw usageError(`${first}${suggestOption(first, options)}; see multistatus ${command} --help`);
  }
}

/** Returns the name of the option that a message about an unknown one could mean, if there is one. */
function suggestOption(message: string, options: Options): string {
  const [, name] = /Unknown option '-+([^'=]+)/.exec(message) ?? [];
  const near = name === undefined ? undefined : nearestName(name, Object.keys(options));
  return near === undefined ? '' : ` (did you mean --${near}?)`;
}
