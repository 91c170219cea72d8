import type { Operation } from '../operation/operation.js';
import type { Plan } from '../plan/plan.js';

/**
 * A batch that an endpoint has accepted: everything that is needed to execute it and to write its answer, in this
 * process or in another one. A plain value; {@link storeBatch} makes it JSON.
 *
 * It holds what the client sent for each operation, and nothing of the batch request that identifies the client: no
 * credentials, no cookies. What operations inherit is passed to `execute`.
 */
export interface AcceptedBatch {
  /** A UUID. */
  readonly batchId: string;
  readonly operations: readonly Operation[];
  readonly plan: Plan;
  /** True if operations run one at a time. */
  readonly isSequential: boolean;
  /** After how many failures nothing more starts; `undefined` if failures do not stop the batch. */
  readonly stopAfter: number | undefined;
  /** Indexes of the operations that the option `allow` has approved already (`Prefer: handling=strict`). */
  readonly allowed: readonly number[];
  /** The name of the format that the batch was sent in. */
  readonly format: string;
  /** How the answer is to be written. */
  readonly answer: AnswerPreferences;
  /** The path of the endpoint as the client sees it, without query and trailing slashes. */
  readonly path: string;
  /** The Host header of the batch request: a Location with this authority belongs to this app. */
  readonly host: string | undefined;
}

/** How the client wants its answer. */
export interface AnswerPreferences {
  /** The name of the format. */
  readonly format: string;
  readonly mediaType: string;
  /** True for `Prefer: return=minimal`. */
  readonly isMinimal: boolean;
  /** The honoured preferences, for Preference-Applied (RFC 7240 section 3). */
  readonly applied: readonly string[];
}
