import { isJsonType, parseMediaType } from '@multistatus/wire';
import { isEncodedJson } from '../operation/is-encoded-json.js';
import { QUOTE } from '../operation/json-characters.js';
import type { Outcome } from '../operation/outcome.js';

const HINT = 'The body of this operation is a string that contains JSON, so it was probably encoded twice';
const UTF8 = new TextDecoder();

/**
 * Returns a hint for an operation whose target has refused the body, if that body is a JSON string that contains JSON. Such a body
 * may be meant, so the batch itself does not refuse it.
 */
export function bodyHint(outcome: Outcome): string | undefined {
  if (outcome.kind !== 'answered') return undefined;
  const { status } = outcome.answer;
  if (status !== 400 && status !== 422) return undefined;
  const { body, headers } = outcome.operation;
  if (body?.[0] !== QUOTE || !isJsonType(parseMediaType(headers['content-type'])?.type ?? ''))
    return undefined;
  return isEncodedJson(parse(body)) ? HINT : undefined;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(body));
  } catch {
    return undefined;
  }
}
