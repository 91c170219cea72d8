import { type BatchProgress, cancelMonitor, followMonitor, type MonitorOptions } from '@multistatus/client';
import type { CommandContext } from '../command.js';
import { makeSafe } from '../terminal/make-safe.js';
import { handleInterrupts } from './handle-interrupts.js';
import { createProgressPrinter } from './progress-printer.js';
import type { MonitorReport } from './report-monitor.js';

/**
 * Follows a monitor, and shows the progress. Returns `undefined` if the user has left the batch running.
 *
 * @throws {BatchError} if the monitor cannot be read.
 */
export async function followInTerminal(
  url: string,
  request: MonitorOptions,
  context: CommandContext,
): Promise<MonitorReport | undefined> {
  const printer = createProgressPrinter(printerOutputOf(context));
  const leaving = new AbortController();
  const ended = new AbortController();
  handleInterrupts(
    context,
    {
      canCancel: () => true,
      pause: printer.clear,
      cancel: () => cancelAloud(url, request, context),
      leave: () => leaving.abort(),
    },
    ended.signal,
  );
  let progress: BatchProgress | undefined;
  try {
    const { reading, isCancelled } = await followMonitor(url, {
      ...{ ...request, signal: leaving.signal },
      onProgress: (next) => {
        progress = next;
        printer.print(next);
      },
    });
    return { state: isCancelled ? 'cancelled' : 'finished', progress, reading };
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
    return undefined;
  } finally {
    ended.abort();
    printer.clear();
  }
}

/**
 * Asks a monitor once.
 *
 * @throws {BatchError} if the monitor cannot be read.
 */
export async function readState(url: string, request: MonitorOptions): Promise<MonitorReport> {
  const asked = new AbortController();
  let progress: BatchProgress | undefined;
  const onProgress = (first: BatchProgress): void => {
    progress = first;
    // That of a batch that has ended comes with its outcomes.
    asked.abort();
  };
  try {
    const { reading, isCancelled } = await followMonitor(url, {
      ...{ ...request, signal: asked.signal, onProgress },
      maxUnreachableMs: 0,
    });
    return { state: isCancelled ? 'cancelled' : 'finished', progress, reading };
  } catch (error) {
    if (!asked.signal.aborted) throw error;
    return { state: 'running', progress, reading: undefined };
  }
}

/** Cancels a batch. If that fails, prints why; the batch is then followed on. */
export async function cancelAloud(
  url: string,
  request: MonitorOptions,
  { writeError }: Pick<CommandContext, 'writeError'>,
): Promise<void> {
  await cancelMonitor(url, request).catch((error: Error) => {
    writeError(`multistatus: ${makeSafe(error.message)}\n`);
  });
}

/** Returns where progress is printed. */
export function printerOutputOf({
  writeError,
  errorTerminal,
}: CommandContext): Parameters<typeof createProgressPrinter>[0] {
  return { write: writeError, terminal: errorTerminal, now: () => performance.now() };
}
