import {
  type Multistatus,
  type MultistatusReading,
  type Problem,
  type Summary,
  toReading,
} from '@multistatus/document';
import { bodyValue } from '../outcome-body.js';
import { toHeaders } from '../outcome-headers.js';
import type { OperationHandle } from './create-batch.js';
import type { KnownOutcome } from './known-outcome.js';

/** What became of an operation. */
export type Outcome<Body = unknown> = OutcomeBase &
  (
    | { readonly ok: true; readonly body: Body }
    /** What a failure says; the problem itself, where the batch made it. */
    | { readonly ok: false; readonly body: unknown }
  );

interface OutcomeBase {
  readonly id: string;
  /** What was made, or the URL of the operation, as path and query. */
  readonly href: string;
  readonly status: number;
  readonly headers: Headers;
  /** A fault that no handler answered, but the batch found (RFC 9457). */
  readonly problem: Problem | undefined;
  /** Whether it ran: `false` and `'unknown'` only with a `problem`. */
  readonly executed: boolean | 'unknown';
  /** How often it was sent. */
  readonly tries: number;
}

/** What became of a batch. */
export interface BatchResult {
  /** By id, in the order of the batch. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** The same as a document, with the questions one asks of it. */
  readonly reading: MultistatusReading;
  /**
   * Gives what became of one operation.
   *
   * @throws {TypeError} if the batch has no such operation.
   */
  of<Body>(operation: OperationHandle<Body> | string): Outcome<Body>;
  /** @throws {MultistatusError} with all that failed; does nothing if nothing did. */
  throwIfFailed(): void;
}

/** Gives what is known of the operations of a batch, in their order. What else `document` says, the answer to
 * the last try, stays. */
export function toBatchResult(known: ReadonlyMap<string, KnownOutcome>, document: Multistatus): BatchResult {
  const outcomes = new Map([...known].map(([id, outcome]) => [id, toOutcome(id, outcome)]));
  const responses = [...known.values()].map(({ response }) => response);
  const reading = toReading({ ...document, responses, summary: summarise(known) });
  return {
    outcomes,
    reading,
    of: <Body>(operation: OperationHandle<Body> | string) => {
      const id = typeof operation === 'string' ? operation : operation.id;
      const outcome = outcomes.get(id);
      if (outcome === undefined) throw new TypeError(`The batch has no operation "${id}"`);
      return outcome as Outcome<Body>;
    },
    throwIfFailed: () => reading.throwIfFailed(),
  };
}

/** Gives what is known of an operation as its caller is told. */
export function toOutcome(id: string, { response, class: ended, ending, tries }: KnownOutcome): Outcome {
  const { href, status, problem } = response;
  return {
    id,
    href: href ?? '',
    status,
    headers: toHeaders(response),
    problem,
    executed: ending.executed,
    tries,
    ok: ended === 'succeeded',
    body: bodyValue(response),
  };
}

/** As each answer counted its own: only the server that made a 207 inside knows how that ended. */
function summarise(known: ReadonlyMap<string, KnownOutcome>): Summary {
  const summary = { total: known.size, succeeded: 0, failed: 0, other: 0 };
  for (const { class: ended } of known.values()) summary[ended] += 1;
  return summary;
}
