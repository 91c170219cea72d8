import type { Operation } from '../operation/operation.js';
import type { Plan } from './plan.js';

/**
 * A batch that an endpoint has accepted: everything that is needed to execute it and to write its answer, in this
 * process or in another one. A plain value, which `storeBatch` converts to JSON.
 *
 * A part of a batch is one too: it has some of the operations, in their order and with their indexes of the whole batch, and the
 * steps of the plan that contain them, whose `dependencies` are positions in the plan of the part.
 *
 * It contains what the client sent for each operation. It contains nothing of the batch request that identifies the
 * client, such as credentials or cookies: the headers that operations inherit are passed to `execute`.
 */
export interface AcceptedBatch {
  /** A random UUID. */
  readonly batchId: string;
  /** The operations, validated, in request order. */
  readonly operations: readonly Operation[];
  /** The order in which they run. Its steps refer to operations by index. */
  readonly plan: Plan;
  /** True if operations run one at a time. */
  readonly isSequential: boolean;
  /** After how many failures nothing more starts; `undefined` if failures do not stop the batch. */
  readonly stopAfter: number | undefined;
  /** Indexes of the operations that the option `allow` has already allowed (`Prefer: handling=strict`). */
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
  /** The name of the format that writes it. */
  readonly format: string;
  /** One of the media types of that format. */
  readonly mediaType: string;
  /** True for `Prefer: return=minimal`. */
  readonly isMinimal: boolean;
  /** The honoured preferences, for Preference-Applied (RFC 7240 section 3). */
  readonly applied: readonly string[];
}
