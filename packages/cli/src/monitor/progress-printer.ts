import type { BatchProgress } from '@multistatus/client';
import type { Terminal } from '../terminal/terminal.js';
import { formatProgressBar, formatProgressText } from './format-progress-line.js';
import { createRateMeter } from './rate-meter.js';

/** Prints the progress of a batch on standard error. */
export interface ProgressPrinter {
  readonly print: (progress: BatchProgress) => void;
  /** Removes the bar, so that something else can be printed. The next progress prints it again. */
  readonly clear: () => void;
}

/** What a printer needs of the process. */
export interface PrinterOutput {
  readonly write: (text: string) => void;
  /** The terminal; `undefined` if the output is none: each progress then gets a line of its own, but not every one is printed. */
  readonly terminal: Terminal | undefined;
  /** Returns the time in milliseconds. */
  readonly now: () => number;
}

const CLEAR_LINE = '\r\u001b[K';
/** Without a terminal, a line is printed at each tenth of the batch, and after this time. */
const LINE_MS = 30_000;

/** Creates a printer. */
export function createProgressPrinter({ write, terminal, now }: PrinterOutput): ProgressPrinter {
  const meter = createRateMeter();
  let hasBar = false;
  let lastTenth = -1;
  let lastAtMs = 0;
  return {
    print: (progress) => {
      const nowMs = now();
      const rate = meter.measure(progress, nowMs);
      if (terminal !== undefined) {
        write(`${CLEAR_LINE}${formatProgressBar(progress, rate, terminal)}`);
        hasBar = true;
        return;
      }
      const tenth = Math.floor(progress.percent / 10);
      if (tenth === lastTenth && nowMs - lastAtMs < LINE_MS) return;
      lastTenth = tenth;
      lastAtMs = nowMs;
      write(`${formatProgressText(progress, rate)}\n`);
    },
    clear: () => {
      if (hasBar) write(CLEAR_LINE);
      hasBar = false;
    },
  };
}
