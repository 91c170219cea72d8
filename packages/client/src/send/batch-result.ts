import {
  type BodyOmission,
  type MultistatusReading,
  type Problem,
  type StatusResponse,
  type Summary,
  SummaryCounter,
  type Timing,
  toReading,
} from '@multistatus/document';
import type { Answer } from '../batch-exchange.js';
import { bodyValue } from '../outcome-body.js';
import { toFields, toHeaders } from '../outcome-headers.js';
import type { OperationHandle } from './create-batch.js';
import type { KnownOutcome } from './known-outcome.js';

/** The outcome of an operation. */
export type Outcome<Body = unknown> = OutcomeBase &
  (
    | { readonly ok: true; readonly body: Body }
    /** The body of a failure; if the batch itself created the failure, this is the problem. */
    | { readonly ok: false; readonly body: unknown }
  );

/** What every outcome has, whether its operation succeeded or not. */
export interface OutcomeBase {
  /** The id of the operation in the batch. */
  readonly id: string;
  /** The created resource, or the URL of the operation, as path and query. */
  readonly href: string;
  /** The HTTP status code of the operation, 200 to 599. */
  readonly status: number;
  /** The headers of the response, except those that the server leaves out of the document. */
  readonly headers: Headers;
  /** Why the server omitted the body, if it did. */
  readonly bodyOmitted: BodyOmission | undefined;
  /** The fields after the body (RFC 9110 section 6.5); usually none. */
  readonly trailers: Headers;
  /** When it ran, if the server says so; of several tries, the last one. `undefined` if it did not run. */
  readonly timing: Timing | undefined;
  /** An error that was not answered by a handler but found by the batch (RFC 9457). */
  readonly problem: Problem | undefined;
  /** Reports whether it ran; `false` and `'unknown'` occur only with a `problem`. */
  readonly executed: boolean | 'unknown';
  /** The number of times that it was sent. */
  readonly tries: number;
  /** The outcome as the document has it. */
  readonly response: StatusResponse;
}

/** The outcomes of a batch. */
export interface BatchResult {
  /** The outcomes by id, in the order of the batch. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** The outcomes as a document with query methods. */
  readonly reading: MultistatusReading;
  /** The Idempotency-Key of the batch; `undefined` if it was sent without one. */
  readonly idempotencyKey: string | undefined;
  /** True if the server sent outcomes that it had kept for the key, because the batch had run before. */
  readonly isReplayed: boolean;
  /**
   * Returns the outcome of one operation.
   *
   * @throws {TypeError} if the batch has no such operation.
   */
  of<Body>(operation: OperationHandle<Body> | string): Outcome<Body>;
  /**
   * Throws if an operation has failed.
   *
   * @throws {MultistatusError} with all failures.
   */
  throwIfFailed(): void;
}

/**
 * Creates the result of a batch from what is known about its operations, in their order. The other members of
 * the document of the last answer are kept.
 */
export function toBatchResult(
  known: ReadonlyMap<string, KnownOutcome>,
  {
    answers,
    idempotencyKey,
    notifier,
  }: {
    readonly answers: readonly Answer[];
    readonly idempotencyKey: string | undefined;
    /** Has the outcomes that have been converted already. Converting ten thousand of them again would take long. */
    readonly notifier?: { readonly reported: ReadonlyMap<string, Outcome> } | undefined;
  },
): BatchResult {
  const outcomes = new Map(
    [...known].map(([id, outcome]) => [
      id,
      findSame(outcome, notifier?.reported.get(id)) ?? toOutcome(id, outcome),
    ]),
  );
  const responses = [...known.values()].map(({ response }) => response);
  const { document } = answers.at(-1)?.reading ?? {};
  const reading = toReading({ ...document, responses, summary: summarise(known) });
  return {
    outcomes,
    reading,
    idempotencyKey,
    isReplayed: answers.some(({ headers }) => headers.get('idempotency-replayed') === 'true'),
    of: <Body>(operation: OperationHandle<Body> | string) => {
      const id = typeof operation === 'string' ? operation : operation.id;
      const outcome = outcomes.get(id);
      if (outcome === undefined) throw new TypeError(`The batch has no operation "${id}"`);
      return outcome as Outcome<Body>;
    },
    throwIfFailed: () => reading.throwIfFailed(),
  };
}

/** Converts what is known about an operation to its public outcome. */
export function toOutcome(id: string, { response, class: ended, ending, tries }: KnownOutcome): Outcome {
  const { href, status, problem, bodyOmitted, timing } = response;
  return {
    id,
    href: href ?? '',
    status,
    headers: toHeaders(response),
    trailers: toFields(response.trailers),
    timing,
    problem,
    executed: ending.executed,
    tries,
    ok: ended === 'succeeded',
    body: bodyValue(response),
    bodyOmitted,
    response,
  };
}

function findSame({ response, tries }: KnownOutcome, outcome: Outcome | undefined): Outcome | undefined {
  return outcome?.response === response && outcome.tries === tries ? outcome : undefined;
}

/** Counts by the class taken from each answer, because only its summary shows how a nested 207 ended. */
function summarise(known: ReadonlyMap<string, KnownOutcome>): Summary {
  const counter = new SummaryCounter();
  for (const { class: result } of known.values()) counter.add(result);
  return counter.summary;
}
