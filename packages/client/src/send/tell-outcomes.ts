import { type MultistatusResponse, toReading } from '@multistatus/document';
import { type Outcome, toOutcome } from './batch-result.js';
import { type KnownOutcome, readOutcomes } from './known-outcome.js';
import type { WireOperation } from './wire-operation.js';

/** Tells a caller what became of each operation as soon as that is final, and of each once. */
export interface Teller {
  /** Gives what takes the responses to one try as they come. */
  listen(sending: Sending): (response: MultistatusResponse) => void;
  /** Tells of those that have not been told of. @throws what the caller has thrown, now or before */
  tell(outcomes: Iterable<readonly [id: string, outcome: KnownOutcome]>): void;
}

interface Sending {
  readonly operations: readonly WireOperation[];
  readonly tries: number;
  /** Whether an operation that ended so goes again in no case. */
  readonly isFinal: (outcome: KnownOutcome, id: string) => boolean;
}

/** Makes a teller. What `onOutcome` throws keeps no answer from being read, and is thrown by `tell`. */
export function createTeller(onOutcome: (outcome: Outcome) => void): Teller {
  const told = new Set<string>();
  let fault: { readonly error: unknown } | undefined;
  const tellOne = (id: string, outcome: KnownOutcome): void => {
    if (told.has(id) || fault !== undefined) return;
    told.add(id);
    try {
      onOutcome(toOutcome(id, outcome));
    } catch (error) {
      fault = { error };
    }
  };
  return {
    listen: ({ operations, tries, isFinal }) => {
      const byId = new Map(operations.map((operation) => [operation.id, operation]));
      return (response) => {
        const operation = byId.get(response.id ?? '');
        // How a 207 inside has ended, only the summary tells.
        if (operation === undefined || response.status === 207) return;
        const reading = toReading({ responses: [response] });
        for (const outcome of readOutcomes(reading, { operations: [operation], tries })) {
          if (isFinal(outcome, operation.id)) tellOne(operation.id, outcome);
        }
      };
    },
    tell: (outcomes) => {
      for (const [id, outcome] of outcomes) tellOne(id, outcome);
      if (fault !== undefined) throw fault.error;
    },
  };
}
