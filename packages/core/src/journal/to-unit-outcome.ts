import { type Outcome, statusOf } from '../operation/outcome.js';
import type { UnitOutcome } from '../options/journal.js';
import { writeKept } from './kept-outcome.js';
import { withoutSecrets } from './stored-outcome.js';

/** Returns an outcome as an entry of a journal keeps it: without secrets, and without a body that is too large to keep. */
export function toUnitOutcome(
  outcome: Outcome,
  {
    maxStoredBodyBytes,
    sentUrl,
    digest,
  }: {
    readonly maxStoredBodyBytes: number;
    /** The URL of its operation before references were resolved. */
    readonly sentUrl: string;
    /** A digest of the item, if items are compared one by one. */
    readonly digest?: string | undefined;
  },
): UnitOutcome {
  const { id, isNamed } = outcome.operation;
  return {
    text: writeKept(withoutSecrets(outcome, maxStoredBodyBytes), sentUrl, digest),
    status: statusOf(outcome),
    result: outcome.result,
    id: isNamed === true ? id : undefined,
  };
}
