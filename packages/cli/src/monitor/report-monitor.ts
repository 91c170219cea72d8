import type { BatchProgress, MultistatusReading } from '@multistatus/client';
import { SummaryCounter } from '@multistatus/document';
import { describeResponses } from '@multistatus/inspect';
import type { CommandResult } from '../command.js';
import { EXIT } from '../exit-code.js';
import { formatCounts } from '../inspect/format-inspection.js';
import { formatTable } from '../inspect/format-table.js';
import { JSON_VERSION } from '../inspect/to-json.js';
import { makeJsonSafe } from '../terminal/make-safe.js';
import type { Terminal } from '../terminal/terminal.js';
import { formatProgressText } from './format-progress-line.js';

/** What is known about a batch that is answered later. */
export interface MonitorReport {
  readonly state: 'running' | 'finished' | 'cancelled';
  readonly progress: BatchProgress | undefined;
  /** The outcomes; `undefined` while the batch is running. */
  readonly reading: MultistatusReading | undefined;
}

const MESSAGES: Readonly<Record<MonitorReport['state'], string>> = {
  running: 'The batch is running',
  finished: 'The batch has ended',
  cancelled: 'The batch was cancelled',
};

/** How a report is printed. */
export interface MonitorOutput {
  /** The URL of the monitor, without credentials. */
  readonly url: string;
  readonly isJson: boolean;
  readonly terminal: Terminal;
}

/** Returns what the command prints about a batch, and its exit code: that of the worst outcome. */
export function reportMonitor(
  report: MonitorReport,
  { url, isJson, terminal }: MonitorOutput,
): CommandResult {
  const { state, progress, reading } = report;
  const responses = reading === undefined ? [] : describeResponses(reading);
  const failed = responses.filter(({ outcome }) => outcome === 'failed');
  const exitCode = state === 'running' ? EXIT.unfinished : failed.length > 0 ? EXIT.failed : EXIT.ok;
  const counter = new SummaryCounter();
  for (const { outcome } of responses) counter.add(outcome);
  if (isJson) {
    const counts = reading === undefined ? null : counter.summary;
    const shape = {
      version: JSON_VERSION,
      url,
      exitCode,
      state,
      progress: progress ?? null,
      counts,
      responses,
    };
    return { exitCode, stdout: `${makeJsonSafe(JSON.stringify(shape, null, 2))}\n` };
  }
  const numbers =
    reading !== undefined
      ? formatCounts(counter.summary, { noun: 'operation' })
      : progress && formatProgressText(progress, undefined);
  const title = numbers === undefined ? MESSAGES[state] : `${MESSAGES[state]}: ${numbers}`;
  const lines = [title, ...(failed.length === 0 ? [] : ['', ...formatTable(failed, terminal)])];
  return { exitCode, stdout: `${lines.join('\n')}\n` };
}
