import { BatchProblem } from '../problem/batch-problem.js';

/** The longest key, in characters without its quotes. */
const MAX_KEY_LENGTH = 255;
/** An sf-string (RFC 9651 section 3.3.3), or the token that some clients send in its place. */
const KEY = /^(?:"((?:[ !#-[\]-~]|\\["\\])*)"|([\w!#$%&'*+.^`|~:/-]+))$/;

/**
 * Returns the key of an Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header-07), without quotes and escapes.
 *
 * @throws {BatchProblem} `invalid-idempotency-key` if it is neither a string nor a token, empty, longer than 255 characters, or if there are two.
 */
export function parseIdempotencyKey(field: string | readonly string[]): string {
  const values = typeof field === 'string' ? [field] : field;
  const [value = ''] = values;
  const [, quoted, token] = KEY.exec(value.trim()) ?? [];
  const key = quoted?.replace(/\\(.)/g, '$1') ?? token;
  if (values.length > 1 || key === undefined) {
    throw invalidKey('The header Idempotency-Key must have one string in quotes, such as "8e03978e-40d5"');
  }
  if (key === '') throw invalidKey('The Idempotency-Key is empty; use a new random one for each request');
  if (key.length > MAX_KEY_LENGTH) {
    throw invalidKey(`The Idempotency-Key has ${key.length} characters, the limit is ${MAX_KEY_LENGTH}`, {
      max: MAX_KEY_LENGTH,
      actual: key.length,
    });
  }
  return key;
}

function invalidKey(detail: string, extensions: Readonly<Record<string, number>> = {}): BatchProblem {
  return new BatchProblem('invalid-idempotency-key', detail, { extensions });
}
