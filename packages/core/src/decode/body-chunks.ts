import { checkBodyBytes } from '../formats/check-body-bytes.js';
import { concatBytes } from '../formats/concat-bytes.js';
import type { Limits } from '../options/resolve-limits.js';
import { BatchProblem } from '../problem/batch-problem.js';

const UTF8 = new TextEncoder();

/** The limits of a body that is held in memory as a whole. */
export type BodyLimits = Pick<Limits, 'maxBodyBytes' | 'bodyTimeoutMs'>;

/** The chunks of a body that have arrived so far. */
export class BodyChunks {
  readonly #maxBodyBytes: number;
  readonly #onBytes: ((bytes: number) => void) | undefined;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  constructor({ maxBodyBytes }: BodyLimits, onBytes: ((bytes: number) => void) | undefined) {
    this.#maxBodyBytes = maxBodyBytes;
    this.#onBytes = onBytes;
  }

  /**
   * Adds a chunk. Throws what `onBytes` throws.
   *
   * @throws {BatchProblem} `limit-exceeded`.
   */
  add(piece: Uint8Array | string): void {
    // A stream has strings if other middleware has called setEncoding() on it.
    const chunk = typeof piece === 'string' ? UTF8.encode(piece) : piece;
    this.#size += chunk.byteLength;
    checkBodyBytes(this.#size, this.#maxBodyBytes);
    this.#onBytes?.(chunk.byteLength);
    this.#chunks.push(chunk);
  }

  /** The bytes of all chunks; a single one is not copied. */
  get bytes(): Uint8Array {
    const [first] = this.#chunks;
    return this.#chunks.length === 1 && first !== undefined ? first : concatBytes(this.#chunks, this.#size);
  }
}

/** Creates the problem of a body whose stream has failed. */
export function brokenBody(): BatchProblem {
  return new BatchProblem('incomplete-body', 'The connection ended before the whole body had arrived');
}
