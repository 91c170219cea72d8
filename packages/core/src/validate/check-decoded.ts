import type { DecodedBatch } from '../formats/batch-decoder.js';
import { describeValue } from '../options/describe-value.js';

/**
 * Checks what the decoder of the format `name` has returned, except what its functions return.
 *
 * @throws {TypeError} if it breaks the contract of {@link DecodedBatch}.
 */
export function checkDecoded(name: string, decoded: DecodedBatch): DecodedBatch {
  const fail = (expected: string, got: unknown): never => {
    throw new TypeError(
      `batch.decode of the format ${name} must return ${expected}, got ${describeValue(got)}`,
    );
  };
  if (typeof decoded !== 'object' || decoded === null) return fail('{ value, bodyOf }', decoded);
  const { bodyOf, stopAfter } = decoded;
  if (typeof bodyOf !== 'function') fail('a function bodyOf', bodyOf);
  // Infinity too is refused: it does not survive JSON.
  if (stopAfter !== undefined && !(Number.isSafeInteger(stopAfter) && stopAfter >= 1)) {
    fail('a stopAfter that is an integer of at least 1', stopAfter);
  }
  return decoded;
}
