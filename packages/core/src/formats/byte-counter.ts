import { checkBodyBytes } from './check-body-bytes.js';

/**
 * Returns the function that counts the bytes of a body as they arrive.
 *
 * It throws a {@link BatchProblem} `limit-exceeded` as soon as there are more than `maxBodyBytes`.
 */
export function byteCounter(maxBodyBytes: number): (count: number) => void {
  let bytes = 0;
  return (count) => {
    bytes += count;
    checkBodyBytes(bytes, maxBodyBytes);
  };
}
