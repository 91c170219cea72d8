import type { AnswerEncoder, ProblemEncoder } from './answer-encoder.js';
import type { BatchDecoder } from './batch-decoder.js';
import type { BatchStreamDecoder } from './batch-stream-decoder.js';
import type { ItemDecoder } from './item-decoder.js';

/**
 * One wire format: what it can read, and what it can write. All parts are optional.
 *
 * An endpoint knows only the formats in its option `formats`. Content-Type selects the part that reads, and Accept the part
 * that writes.
 */
export interface Format {
  /** The name in options, messages and accepted batches: `json`. Distinct among the formats of an endpoint. */
  readonly name: string;
  /** Reads batches. */
  readonly batch?: BatchDecoder | undefined;
  /** Reads batches operation by operation, as they arrive. */
  readonly batchStream?: BatchStreamDecoder | undefined;
  /** Reads the lists of bulk endpoints. */
  readonly items?: ItemDecoder | undefined;
  /** Writes answers. */
  readonly answer?: AnswerEncoder | undefined;
  /** Writes problems. Without it they are written as `application/problem+json`. */
  readonly problem?: ProblemEncoder | undefined;
}
