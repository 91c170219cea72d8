import { type Body, jsonBodySize } from '@multistatus/document/writer';
import { inTurns } from '@multistatus/wire';

/**
 * Resolves with the most bytes that a body takes in an answer in JSON. Text of a type such as `application/xml` is written as
 * base64, which only the writer knows.
 */
export async function jsonAnswerSize(body: Body): Promise<number> {
  const size = await inTurns(jsonBodySize(body));
  return body.encoding === 'text' ? Math.ceil((size * 4) / 3) : size;
}
