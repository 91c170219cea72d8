import { describe, expect, test } from '@jest/globals';
import type { BatchProgress } from '@multistatus/client';
import fc from 'fast-check';
import { formatDuration } from '#cli/monitor/format-duration.js';
import { formatProgressBar, formatProgressText } from '#cli/monitor/format-progress-line.js';
import { createProgressPrinter } from '#cli/monitor/progress-printer.js';
import { createRateMeter } from '#cli/monitor/rate-meter.js';
import { displayWidth } from '#cli/terminal/display-width.js';
import { createTerminal } from '#cli/terminal/terminal.js';

const progressOf = (done: number, total = 1_000, failed = 0): BatchProgress => {
  return {
    total,
    done,
    succeeded: done - failed,
    failed,
    other: 0,
    percent: Math.floor((100 * done) / total),
  };
};
const terminalOf = (columns: number) => createTerminal({ isTTY: true, columns, env: { NO_COLOR: '1' } });

test.each([
  [0, '1 s'],
  [999, '1 s'],
  [4_001, '5 s'],
  [60_000, '1 min'],
  [125_000, '2 min 5 s'],
  [3_600_000, '1 h'],
  [3_605_000, '1 h'],
  [11_000_000, '3 h 3 min'],
  [200_000_000, '2 d 7 h'],
])('%d ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

describe('the rate', () => {
  test('is that of the last ten seconds', () => {
    const meter = createRateMeter();
    expect(meter.measure(progressOf(0), 0)).toBeUndefined();
    expect(meter.measure(progressOf(50), 100)).toBeUndefined();
    expect(meter.measure(progressOf(100), 1_000)).toEqual({ perSecond: 100, leftMs: 9_000 });
    expect(meter.measure(progressOf(100), 20_000)).toBeUndefined();
    expect(meter.measure(progressOf(300), 30_000)).toEqual({ perSecond: 20, leftMs: 35_000 });
  });

  test('of a batch that was running before counts what ended since', () => {
    const meter = createRateMeter();
    meter.measure(progressOf(900), 0);
    expect(meter.measure(progressOf(950), 1_000)).toEqual({ perSecond: 50, leftMs: 1_000 });
  });
});

test.each([
  [progressOf(0), undefined, '0 of 1000 (0 %)'],
  [
    progressOf(450, 1_000, 3),
    { perSecond: 120.4, leftMs: 4_600 },
    '450 of 1000 (45 %), 3 failed, 120/s, 5 s left',
  ],
  [progressOf(10), { perSecond: 0.25, leftMs: 3_960_000 }, '10 of 1000 (1 %), 0.3/s, 1 h 6 min left'],
  [progressOf(1_000), { perSecond: 99.6, leftMs: 0 }, '1000 of 1000 (100 %), 100/s'],
])('a line has the counts, the rate and the time left: %#', (progress, rate, text) => {
  expect(formatProgressText(progress, rate)).toBe(text);
});

test('the bar fits the terminal, whatever its width', () => {
  const bar = (columns: number): string =>
    formatProgressBar(progressOf(450, 1_000, 3), undefined, terminalOf(columns));
  expect(bar(80)).toBe('[#############.................] 450 of 1000 (45 %), 3 failed');
  expect(bar(45)).toBe('[#####........] 450 of 1000 (45 %), 3 failed');
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 300 }), fc.nat(1e9), fc.nat(1e9), (columns, a, b) => {
      const progress = progressOf(Math.min(a, b), Math.max(a, b, 1), Math.min(a, b));
      const rate = { perSecond: a / 7, leftMs: b };
      expect(displayWidth(formatProgressBar(progress, rate, terminalOf(columns)))).toBeLessThan(columns);
    }),
    { seed: 4_918, numRuns: 300 },
  );
});

test('on a terminal, the bar replaces itself and can be cleared', () => {
  let written = '';
  const write = (text: string): void => {
    written += text;
  };
  const printer = createProgressPrinter({ write, terminal: terminalOf(80), now: () => 0 });
  printer.clear();
  printer.print(progressOf(0));
  printer.print(progressOf(1_000));
  printer.clear();
  printer.clear();
  const [empty, full] = ['.'.repeat(30), '#'.repeat(30)];
  expect(written).toBe(
    `\r\u001b[K[${empty}] 0 of 1000 (0 %)\r\u001b[K[${full}] 1000 of 1000 (100 %)\r\u001b[K`,
  );
});

test('without a terminal, there is a line for each tenth, and after half a minute', () => {
  const lines: string[] = [];
  let nowMs = 0;
  const printer = createProgressPrinter({
    write: (text) => void lines.push(text),
    terminal: undefined,
    now: () => nowMs,
  });
  const print = (done: number, atMs: number): void => {
    nowMs = atMs;
    printer.print(progressOf(done));
  };
  print(0, 0);
  print(50, 100);
  print(99, 29_999);
  print(99, 30_000);
  print(100, 30_001);
  print(390, 30_002);
  print(1_000, 30_003);
  printer.clear();
  expect(lines.map((line) => line.split(' ', 1)[0])).toEqual(['0', '99', '100', '390', '1000']);
  expect(lines.every((line) => line.endsWith('\n') && !line.includes('\u001b'))).toBe(true);
});
