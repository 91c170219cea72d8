import type { MultistatusReading, ResponseClass } from '@multistatus/document';
import { valueAt } from '@multistatus/wire';

/** The end of an operation, as the events of a monitor report it: without its headers and body. */
export interface MonitorOutcome {
  /** The index of the operation in the batch, from 0. */
  readonly index: number;
  /** The id that the client gave the operation, if it gave one. */
  readonly id?: string | undefined;
  /** The HTTP status code of the operation. 207 if the response has a status for each property instead. */
  readonly status: number;
  /** How the operation is counted in the summary. */
  readonly result: ResponseClass;
}

/** Calls `onOutcome` once for each operation. */
export interface OutcomeListener {
  /** Reports the JSON value of an event. */
  readonly report: (value: unknown) => void;
  /** Reports the outcomes of the answer that no event has reported. */
  readonly reportRest: (reading: MultistatusReading) => void;
}

const RESULTS: readonly unknown[] = ['succeeded', 'failed', 'other'] satisfies ResponseClass[];

/** Creates a listener. `onOutcome` must not throw. */
export function createOutcomeListener(onOutcome: (outcome: MonitorOutcome) => void): OutcomeListener {
  const reported = new Set<number>();
  const report = (outcome: MonitorOutcome): void => {
    if (reported.has(outcome.index)) return;
    reported.add(outcome.index);
    onOutcome(outcome);
  };
  return {
    report: (value) => {
      const [index, id, status, result] = ['index', 'id', 'status', 'result'].map((name) =>
        valueAt(value, [name]),
      );
      if (!Number.isSafeInteger(index) || !Number.isSafeInteger(status) || !RESULTS.includes(result)) return;
      const named = typeof id === 'string' ? { id } : {};
      report({ index: index as number, ...named, status: status as number, result: result as ResponseClass });
    },
    reportRest: (reading) => {
      const succeeded = new Set<unknown>(reading.succeeded());
      const failed = new Set<unknown>(reading.failed());
      for (const [position, response] of reading.document.responses.entries()) {
        const { index = position, id, status = 207 } = response;
        const result = succeeded.has(response) ? 'succeeded' : failed.has(response) ? 'failed' : 'other';
        report({ index, ...(id === undefined ? {} : { id }), status, result });
      }
    },
  };
}
