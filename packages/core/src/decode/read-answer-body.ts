import { concatBytes } from '../formats/concat-bytes.js';
import type { OperationAnswer } from '../operation/dispatch.js';

const NO_BODY = new Uint8Array(0);

/**
 * Returns the body of a target's answer, as a `Dispatch` has to return it. `stream` is `undefined` for an answer without a
 * body.
 *
 * Stops reading at the first chunk that exceeds `maxResponseBytes`, and asks the stream to return.
 *
 * @throws an error whose `code` is `ERR_INCOMPLETE_RESPONSE` if the stream fails before its end.
 */
export async function readAnswerBody(
  stream: AsyncIterable<Uint8Array> | undefined,
  maxResponseBytes: number,
): Promise<Pick<OperationAnswer, 'body' | 'isBodyTooLarge'>> {
  if (stream === undefined) return { body: NO_BODY, isBodyTooLarge: false };
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > maxResponseBytes) return { body: NO_BODY, isBodyTooLarge: true };
      chunks.push(chunk);
    }
  } catch (cause) {
    const error = new Error('The target did not send its whole response', { cause });
    throw Object.assign(error, { code: 'ERR_INCOMPLETE_RESPONSE' });
  }
  return { body: concatBytes(chunks, size), isBodyTooLarge: false };
}
