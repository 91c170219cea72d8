import type { BatchResult, WireBatch } from '@multistatus/client';
import { type Summary, SummaryCounter } from '@multistatus/document';
import { describeResponses, type ResourceReport } from '@multistatus/inspect';
import { EXIT, type ExitCode } from '../exit-code.js';

/** Shown in place of the reason phrase of a 502 that no server has sent. */
export const NO_OUTCOME = 'no outcome';

/** The result of one operation. */
export interface OperationReport extends ResourceReport {
  readonly method: string;
  readonly url: string;
  readonly executed: boolean | 'unknown';
  /** The number of times that it was sent. */
  readonly tries: number;
}

/** The result of a batch. */
export interface SentReport {
  readonly counts: Summary;
  /** Failed operations come first. */
  readonly responses: readonly OperationReport[];
  readonly totalMs: number;
  readonly isTimedOut: boolean;
  /** The Idempotency-Key of the batch, if it has one. */
  readonly key: string | undefined;
  /** The URL of its monitor, if it was answered later. */
  readonly monitor: string | undefined;
  /** True if the server had run the batch before, and sent the outcomes that it had kept. */
  readonly isReplayed: boolean;
}

/** Puts together what is known of the operations of a batch. */
export function describeSent(
  result: BatchResult,
  { requests }: WireBatch,
  sending: Pick<SentReport, 'totalMs' | 'isTimedOut' | 'key' | 'monitor'>,
): SentReport {
  const operations = new Map(requests.map((operation) => [operation.id, operation]));
  const counter = new SummaryCounter();
  const responses = describeResponses(result.reading).map((report): OperationReport => {
    const { id = '', hrefs } = report;
    const { method = '', url = hrefs[0] ?? '' } = operations.get(id) ?? {};
    const { executed = 'unknown', tries = 1 } = result.outcomes.get(id) ?? {};
    counter.add(report.outcome);
    const reason = isUnknown({ status: report.status, executed }) ? NO_OUTCOME : report.reason;
    return { ...report, reason, method, url, executed, tries };
  });
  return { counts: counter.summary, responses, isReplayed: result.isReplayed, ...sending };
}

/** Checks whether an operation has no outcome, so that it is not known whether it ran. */
export function isUnknown({ executed, status }: Pick<OperationReport, 'executed' | 'status'>): boolean {
  return executed === 'unknown' && status === 502;
}

/**
 * Returns the exit code as `inspect` does: an operation without an outcome is worse than one that failed, unless the
 * batch can go on.
 */
export function exitCodeOf({ counts, responses, key }: SentReport): ExitCode {
  if (responses.some(isUnknown)) return key === undefined ? EXIT.invalid : EXIT.unfinished;
  return counts.failed > 0 ? EXIT.failed : EXIT.ok;
}
