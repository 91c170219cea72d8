import { SummaryCounter } from '@multistatus/document';
import { type BatchProgress, toProgress } from '../monitor/progress.js';
import type { KnownOutcome } from './known-outcome.js';

/** Reports the progress of a batch, parts of which may be sent again. */
export interface ProgressReporter {
  /** Reports the progress of what was sent last. */
  readonly reportSent: (progress: BatchProgress) => void;
  /** Reports what is known when an answer has arrived. */
  readonly reportKnown: (settled: Iterable<KnownOutcome>) => void;
}

/** Creates a reporter for a batch of `total` operations. It calls `onProgress` when a number has changed. */
export function createProgressReporter(
  total: number,
  onProgress: (progress: BatchProgress) => void,
): ProgressReporter {
  let settled = new SummaryCounter().summary;
  let last = '';
  const report = (counts: Pick<BatchProgress, 'succeeded' | 'failed' | 'other'>): void => {
    const progress = toProgress(total, counts);
    const text = JSON.stringify(progress);
    if (text === last) return;
    last = text;
    onProgress(progress);
  };
  return {
    reportSent: ({ succeeded, failed, other }) =>
      report({
        succeeded: settled.succeeded + succeeded,
        failed: settled.failed + failed,
        other: settled.other + other,
      }),
    reportKnown: (outcomes) => {
      const counter = new SummaryCounter();
      for (const outcome of outcomes) counter.add(outcome.class);
      settled = counter.summary;
      report(settled);
    },
  };
}
