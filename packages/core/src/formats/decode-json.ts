import { checkBodyBytes } from './check-body-bytes.js';
import { checkJsonDepth, parseJsonText } from './parse-json.js';
import type { ReceivedBody } from './received-body.js';

const UTF8 = new TextEncoder();

/**
 * Returns the value of a JSON body, with its text unless a body parser has kept only the value. It is at most `maxJsonDepth` levels
 * deep, so that recursion over it is safe.
 *
 * @throws {BatchProblem} `malformed-json` with the line and column of the fault; `limit-exceeded`.
 */
export function decodeJson(
  body: ReceivedBody,
  { maxBodyBytes, maxJsonDepth }: { readonly maxBodyBytes: number; readonly maxJsonDepth: number },
): { readonly value: unknown; readonly text: string | undefined } {
  if (body.kind === 'bytes') return parseJsonText(body.bytes, maxJsonDepth);
  const { value, isMeasured } = body;
  checkJsonDepth(value, maxJsonDepth);
  if (!isMeasured) checkBodyBytes(UTF8.encode(JSON.stringify(value)).byteLength, maxBodyBytes);
  return { value, text: undefined };
}
