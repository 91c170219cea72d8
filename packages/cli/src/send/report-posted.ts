import type { CommandResult } from '../command.js';
import { inputError } from '../command-error.js';
import { EXIT } from '../exit-code.js';
import { describeFailure } from '../http/describe-failure.js';
import { makeSafe } from '../terminal/make-safe.js';
import type { Terminal } from '../terminal/terminal.js';
import { describeSent, exitCodeOf } from './describe-sent.js';
import { formatRefusal } from './format-refusal.js';
import { formatSent } from './format-sent.js';
import { goOnCommand, monitorCommandLine, type SendArguments } from './go-on-command.js';
import type { PostResult } from './post-batch.js';
import type { BatchFile } from './read-batch-file.js';
import { toRefusalJson, toSentJson } from './to-sent-json.js';

/** How the result of a batch is reported. */
export interface ReportOutput {
  readonly terminal: Terminal;
  readonly isJson: boolean;
  readonly command: SendArguments;
  readonly timeoutMs: number;
}

/**
 * Returns what the command prints after the last outcome, and its exit code.
 *
 * @throws {CommandError} with exit code 66 if the server does not answer, and the batch has no key with which it can go on.
 */
export function reportPosted(file: BatchFile, posted: PostResult, output: ReportOutput): CommandResult {
  const { result, error, lastAnswer, totalMs, isTimedOut, key, monitor } = posted;
  const { isJson, terminal, command } = output;
  const goOn = goOnHint(posted, output);
  if (result !== undefined) {
    const sent = describeSent(result, file.batch, { totalMs, isTimedOut, key, monitor });
    const exitCode = exitCodeOf(sent);
    if (isJson) return { exitCode, stdout: toSentJson(command.url, sent, exitCode) };
    return { exitCode, stdout: `\n${formatSent(sent, { terminal, goOn }).join('\n')}\n` };
  }
  const { status, problem, executed = 'unknown' } = error ?? {};
  const isMonitorLost = error?.monitor !== undefined;
  const isUnfinished = executed === 'unknown' && (key !== undefined || isMonitorLost);
  const failure = `${command.url}: ${describeFailure(rootOf(error), output.timeoutMs)}`;
  if (status === undefined && !isUnfinished) throw inputError(failure);
  const exitCode = isUnfinished ? EXIT.unfinished : EXIT.invalid;
  if (isJson) {
    const refusal = { ...lastAnswer, status, problem, executed };
    return { exitCode, stdout: toRefusalJson(command.url, refusal, { exitCode, totalMs, key, monitor }) };
  }
  const last = isUnfinished ? goOn : [];
  if (isMonitorLost) {
    return {
      exitCode,
      stdout: '',
      stderr: [`multistatus: ${makeSafe(error.message)}`, ...last, ''].join('\n'),
    };
  }
  if (status === undefined) {
    return { exitCode, stdout: '', stderr: [`multistatus: ${makeSafe(failure)}`, ...last, ''].join('\n') };
  }
  const refusal = { ...lastAnswer, status, problem, executed, sentType: 'application/json' };
  const lines = formatRefusal(refusal, file.text, terminal);
  return { exitCode, stdout: [...lines, ...last, ''].join('\n') };
}

/** Returns the lines that say how a batch with a monitor or a key can go on; none if it has neither. */
export function goOnHint({ key, monitor }: PostResult, { command }: ReportOutput): string[] {
  if (monitor !== undefined) {
    return ['To go on following it:', `  ${monitorCommandLine(monitor, command.headers)}`];
  }
  if (key === undefined) return [];
  const purpose = 'To learn what ran, and to run the rest, without running anything twice:';
  return [purpose, `  ${goOnCommand(command, key)}`];
}

/** `fetch` reports the reason of a failure in the cause of its error. */
function rootOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const { cause } = error as { readonly cause?: unknown };
  return cause === undefined ? error : rootOf(cause);
}
