import { type MultistatusResponse, toReading } from '@multistatus/document';
import { type Outcome, toOutcome } from './batch-result.js';
import { type KnownOutcome, readOutcomes } from './known-outcome.js';
import type { WireOperation } from './wire-operation.js';

/** Calls `onOutcome` once for each operation, as soon as its outcome is final. */
export interface OutcomeNotifier {
  /** Returns a callback for the responses to one try, to be called as they arrive. */
  createListener(sending: Sending): (response: MultistatusResponse) => void;
  /** Reports the outcomes that have not been reported. @throws the first error that `onOutcome` has thrown */
  notify(outcomes: Iterable<readonly [id: string, outcome: KnownOutcome]>): void;
  /** The outcomes that were reported, by id. */
  readonly reported: ReadonlyMap<string, Outcome>;
}

interface Sending {
  readonly operations: readonly WireOperation[];
  readonly tries: number;
  /** Checks whether an operation with this outcome is certainly not sent again. */
  readonly isFinal: (outcome: KnownOutcome, id: string) => boolean;
}

/** Creates a notifier. An error of `onOutcome` does not interrupt the reading of the answer; `notify` throws it. */
export function createOutcomeNotifier(onOutcome: (outcome: Outcome) => void): OutcomeNotifier {
  const reported = new Map<string, Outcome>();
  let failure: { readonly error: unknown } | undefined;
  const notifyOutcome = (id: string, outcome: KnownOutcome): void => {
    if (reported.has(id) || failure !== undefined) return;
    const converted = toOutcome(id, outcome);
    reported.set(id, converted);
    try {
      onOutcome(converted);
    } catch (error) {
      failure = { error };
    }
  };
  return {
    reported,
    createListener: ({ operations, tries, isFinal }) => {
      const byId = new Map(operations.map((operation) => [operation.id, operation]));
      return (response) => {
        const operation = byId.get(response.id ?? '');
        // Only the summary shows how a nested 207 ended.
        if (operation === undefined || response.status === 207) return;
        const reading = toReading({ responses: [response] });
        for (const outcome of readOutcomes(reading, { operations: [operation], tries })) {
          if (isFinal(outcome, operation.id)) notifyOutcome(operation.id, outcome);
        }
      };
    },
    notify: (outcomes) => {
      for (const [id, outcome] of outcomes) notifyOutcome(id, outcome);
      if (failure !== undefined) throw failure.error;
    },
  };
}
