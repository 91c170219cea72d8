import { countOf } from '@multistatus/wire';
import type { CommandContext, CommandResult } from '../command.js';
import { EXIT } from '../exit-code.js';
import { toFetchHeaders } from '../http/to-fetch-headers.js';
import { cancelAloud, printerOutputOf } from '../monitor/follow-in-terminal.js';
import { handleInterrupts } from '../monitor/handle-interrupts.js';
import { createProgressPrinter } from '../monitor/progress-printer.js';
import { makeSafe } from '../terminal/make-safe.js';
import { type PostOptions, type PostResult, postBatch } from './post-batch.js';
import type { BatchFile } from './read-batch-file.js';
import { goOnHint, type ReportOutput, reportPosted } from './report-posted.js';
import { toTakenJson } from './to-sent-json.js';

type SendingOptions = Omit<PostOptions, 'interrupt' | 'onOutcome' | 'later'>;

/** Sends a batch to be answered later, and prints the URL of its monitor. A server that answers at once is reported as always. */
export async function sendLater(
  file: BatchFile,
  postOptions: SendingOptions,
  output: CommandContext & ReportOutput,
): Promise<CommandResult> {
  const leaving = new AbortController();
  const interrupt = AbortSignal.any([output.catchInterrupt(), leaving.signal]);
  const later = { onMonitor: () => leaving.abort(), onProgress: () => {} };
  const posted = await postBatch(file, { ...postOptions, interrupt, later });
  const { result, error, monitor, totalMs, key } = posted;
  if (result !== undefined || error !== undefined) return reportPosted(file, posted, output);
  if (monitor === undefined) return interrupted(file, posted, output);
  const stdout = output.isJson
    ? toTakenJson(output.command.url, { totalMs, key, monitor })
    : `${makeSafe(monitor)}\n`;
  return { exitCode: EXIT.ok, stdout };
}

/** Sends a batch to be answered later, shows its progress, and reports its outcomes. Ctrl-C asks whether to cancel it. */
export async function sendAndFollow(
  file: BatchFile,
  postOptions: SendingOptions,
  output: CommandContext & ReportOutput,
): Promise<CommandResult> {
  const { isJson, write } = output;
  const leaving = new AbortController();
  const ended = new AbortController();
  const printer = createProgressPrinter(printerOutputOf(output));
  let monitor: string | undefined;
  handleInterrupts(
    output,
    {
      canCancel: () => monitor !== undefined,
      pause: printer.clear,
      cancel: () => cancelAloud(monitor ?? '', { headers: toFetchHeaders(postOptions) }, output),
      leave: () => leaving.abort(),
    },
    ended.signal,
  );
  const posted = await postBatch(file, {
    ...{ ...postOptions, interrupt: leaving.signal },
    later: {
      onMonitor: (taken) => {
        monitor = taken;
        if (!isJson) write(`Taken by the server: ${makeSafe(taken)}\n`);
      },
      onProgress: printer.print,
    },
  });
  ended.abort();
  printer.clear();
  const { result, error } = posted;
  if (result !== undefined || error !== undefined) return reportPosted(file, posted, output);
  return interrupted(file, posted, output);
}

function interrupted({ batch }: BatchFile, posted: PostResult, output: ReportOutput): CommandResult {
  const unknown = countOf(batch.requests.length, 'operation');
  const state =
    posted.monitor === undefined ? `it is not known whether ${unknown} ran` : 'the batch is left running';
  const lines = [`multistatus: interrupted; ${state}`, ...goOnHint(posted, output), ''];
  return { exitCode: EXIT.interrupted, stdout: '', stderr: lines.join('\n') };
}
