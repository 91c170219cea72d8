import { isFieldValue, isHopByHopHeader, isToken } from '@multistatus/wire';
import type { EncodedAnswer } from '../formats/answer-encoder.js';
import { describeValue } from '../options/describe-value.js';
import { isStatusWithContent } from './answer-status.js';

/**
 * Checks what an encoder has returned before any of it is sent. `subject` names the encoder in messages.
 *
 * @throws {TypeError} if it breaks the contract of {@link EncodedAnswer}. The message quotes nothing of the answer.
 */
export function checkEncoded<Encoded extends EncodedAnswer>(subject: string, encoded: Encoded): Encoded {
  const fail = (problem: string): never => {
    throw new TypeError(`${subject} must return { contentType, body }: ${problem}`);
  };
  if (typeof encoded !== 'object' || encoded === null) return fail(`got ${describeValue(encoded)}`);
  const { contentType, headers, status, body } = encoded;
  if (typeof contentType !== 'string' || !isFieldValue(contentType))
    fail('contentType is not a header value');
  if (!isBody(body)) fail('body is neither a string nor bytes nor an async iterable');
  if (status !== undefined && !isStatusWithContent(status)) fail('status is not a status with content');
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (!isToken(name) || isOfConnection(name.toLowerCase())) fail('headers has a name that it may not have');
    for (const each of [value].flat()) {
      if (typeof each !== 'string' || !isFieldValue(each)) fail(`headers has an invalid value of ${name}`);
    }
  }
  return encoded;
}

function isBody(body: unknown): boolean {
  if (typeof body === 'string' || body instanceof Uint8Array) return true;
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** Checks whether the server itself sets a header of this name: with another length, a client would wait for more. */
function isOfConnection(name: string): boolean {
  return name === 'content-length' || isHopByHopHeader(name);
}
