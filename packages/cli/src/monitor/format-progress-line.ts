import type { BatchProgress } from '@multistatus/client';
import { clipEnd } from '../terminal/display-width.js';
import type { Terminal } from '../terminal/terminal.js';
import { formatDuration } from './format-duration.js';
import type { Rate } from './rate-meter.js';

const MAX_BAR_WIDTH = 30;
const MIN_BAR_WIDTH = 5;

/** Returns a line such as `450 of 1000 (45 %), 3 failed, 120/s, 5 s left`. */
export function formatProgressText(progress: BatchProgress, rate: Rate | undefined): string {
  const { total, done, failed, percent } = progress;
  const isRunning = done < total;
  return [
    `${done} of ${total} (${percent} %)`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(rate === undefined ? [] : [`${formatRate(rate.perSecond)}/s`]),
    ...(rate === undefined || !isRunning ? [] : [`${formatDuration(rate.leftMs)} left`]),
  ].join(', ');
}

/** Returns the line with a bar in front, which fits the width of the terminal. The bar is red once something has failed. */
export function formatProgressBar(
  progress: BatchProgress,
  rate: Rate | undefined,
  terminal: Terminal,
): string {
  const text = formatProgressText(progress, rate);
  // The last column stays free: some terminals break the line after it.
  const room = Math.min(MAX_BAR_WIDTH, terminal.width - text.length - 4);
  if (room < MIN_BAR_WIDTH) return clipEnd(text, terminal.width - 1);
  const filled = Math.floor((room * progress.percent) / 100);
  const bar = terminal.paint(progress.failed > 0 ? 'red' : 'green', '#'.repeat(filled));
  return `[${bar}${'.'.repeat(room - filled)}] ${text}`;
}

function formatRate(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond));
}
