import type { Problem } from '@multistatus/document';
import { describeValue } from '../options/describe-value.js';

/**
 * Checks what `refusalOf` of a format has returned: it is the outcome of an operation.
 *
 * @throws {TypeError} if it is neither `undefined` nor a problem with the status of an error.
 */
export function checkRefusal(refusal: Problem | undefined): Problem | undefined {
  if (refusal === undefined) return undefined;
  const { type, title, status } = (refusal ?? {}) as Partial<Problem>;
  const isError = Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599;
  if (isError && typeof type === 'string' && typeof title === 'string') return refusal;
  throw new TypeError(
    `refusalOf of a format must return a problem with type, title and a status of 400 to 599, got ${describeValue(refusal)}`,
  );
}
