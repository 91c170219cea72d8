import type { Command, CommandContext, CommandResult } from './command.js';
import { CommandError, usageError } from './command-error.js';
import { convertCommand } from './convert/convert-command.js';
import { EXIT } from './exit-code.js';
import { inspectCommand } from './inspect/inspect-command.js';
import { monitorCommand } from './monitor/monitor-command.js';
import { probeCommand } from './probe/probe-command.js';
import { sendCommand } from './send/send-command.js';
import { makeSafe } from './terminal/make-safe.js';
import { VERSION } from './version.js';

const COMMANDS: readonly Command[] = [
  inspectCommand,
  sendCommand,
  monitorCommand,
  probeCommand,
  convertCommand,
];

/** Runs the command named by the arguments. Never rejects: an error becomes an exit code and a message. */
export async function run(args: readonly string[], context: CommandContext): Promise<CommandResult> {
  try {
    return await dispatch(args, context);
  } catch (error) {
    if (error instanceof CommandError) {
      return { exitCode: error.exitCode, stdout: '', stderr: `multistatus: ${makeSafe(error.message)}\n` };
    }
    const message = error instanceof Error ? error.message : String(error);
    const stderr = `multistatus: internal error, please report it: ${makeSafe(message)}\n`;
    return { exitCode: EXIT.internal, stdout: '', stderr };
  }
}

function dispatch(args: readonly string[], context: CommandContext): CommandResult | Promise<CommandResult> {
  const [first, ...rest] = args;
  if (first === '--version' || first === '-V') return { exitCode: EXIT.ok, stdout: `${VERSION}\n` };
  if (first === '--help' || first === '-h') return { exitCode: EXIT.ok, stdout: help() };
  if (first === 'help') return helpOn(rest[0]);
  if (first === undefined) return { exitCode: EXIT.usage, stdout: '', stderr: help() };
  const command = findCommand(first);
  return wantsHelp(rest) ? { exitCode: EXIT.ok, stdout: command.help } : command.run(rest, context);
}

/** Arguments after `--` are not options. */
function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

function helpOn(name: string | undefined): CommandResult {
  return { exitCode: EXIT.ok, stdout: name === undefined ? help() : findCommand(name).help };
}

function findCommand(name: string): Command {
  const command = COMMANDS.find((each) => each.name === name);
  if (command !== undefined) return command;
  const names = COMMANDS.map((each) => each.name).join(', ');
  throw usageError(`there is no command "${name}"; the commands are ${names}, see multistatus --help`);
}

function help(): string {
  const commands = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(9)}${summary}`).join('\n');
  return `Check, explain and send 207 Multi-Status: files, captures, servers.

Examples:
  multistatus inspect answer.xml
  multistatus inspect capture.har
  multistatus inspect -X PROPFIND -H 'Depth: 1' https://dav.example.com/albums/
  multistatus send batch.json --to https://api.example.com/batch
  multistatus monitor https://api.example.com/batch/monitors/WX-3-og939hPe_t0SG8SizvS
  multistatus probe https://api.example.com/batch
  multistatus convert --to json answer.xml

Usage:
  multistatus <command> [options] <file | URL | ->

Commands:
${commands}

Options:
  -h, --help     print this help; after a command, the help of that command
  -V, --version  print the version

Output to a terminal is coloured; NO_COLOR and FORCE_COLOR override this.
COLUMNS sets the width of tables.
`;
}
