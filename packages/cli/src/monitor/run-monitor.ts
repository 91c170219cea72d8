import { type BatchError, cancelMonitor, isBatchError, type MonitorOptions } from '@multistatus/client';
import type { CommandContext, CommandResult } from '../command.js';
import { CommandError, usageError } from '../command-error.js';
import { EXIT } from '../exit-code.js';
import { parseHeaders, parseUrl, REQUEST_OPTIONS } from '../http/parse-request.js';
import { showUrl } from '../http/send-request.js';
import { toFetchHeaders } from '../http/to-fetch-headers.js';
import { parseCommandLine } from '../parse-command-line.js';
import { monitorCommandLine } from '../send/go-on-command.js';
import { followInTerminal, readState } from './follow-in-terminal.js';
import { reportMonitor } from './report-monitor.js';

/** Runs `multistatus monitor`: follows, shows or cancels a batch that a server answers later. */
export async function runMonitor(args: readonly string[], context: CommandContext): Promise<CommandResult> {
  const flag = { type: 'boolean' } as const;
  const { header } = REQUEST_OPTIONS;
  const options = { once: flag, cancel: flag, json: flag, header } as const;
  const { positionals, values } = parseCommandLine('monitor', args, options);
  const [text, ...others] = positionals;
  if (text === undefined || others.length > 0) {
    throw usageError(`monitor takes one URL, got ${positionals.length}`);
  }
  if (values.once === true && values.cancel === true) {
    throw usageError('--once and --cancel cannot be used together');
  }
  const target = { url: parseUrl(text), headers: parseHeaders(values.header ?? []) };
  const url = showUrl(target.url);
  const output = { url, isJson: values.json === true, terminal: context.terminal };
  const request: MonitorOptions = { headers: toFetchHeaders(target) };
  try {
    if (values.cancel === true) {
      const { isCancelled, reading } = await cancelMonitor(url, request);
      const state = isCancelled ? 'cancelled' : 'finished';
      const report = { state, progress: undefined, reading } as const;
      return { ...reportMonitor(report, output), exitCode: EXIT.ok };
    }
    if (values.once === true) return reportMonitor(await readState(url, request), output);
    const report = await followInTerminal(url, request, context);
    if (report !== undefined) return reportMonitor(report, output);
    const lines = [
      'multistatus: interrupted; the batch is left running',
      'To go on following it:',
      `  ${monitorCommandLine(url, target.headers)}`,
    ];
    return { exitCode: EXIT.interrupted, stdout: '', stderr: `${lines.join('\n')}\n` };
  } catch (error) {
    if (isBatchError(error)) throw toCommandError(error);
    throw error;
  }
}

function toCommandError({ status, message }: BatchError): CommandError {
  const isRefused = status !== undefined && status >= 300 && status < 500;
  return new CommandError(isRefused ? EXIT.invalid : EXIT.noInput, message);
}
