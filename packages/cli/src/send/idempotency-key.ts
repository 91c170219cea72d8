import type { HeaderFields } from '@multistatus/inspect';
import { usageError } from '../command-error.js';

const KEY = /^[ -~]{1,250}$/;

/**
 * Checks the option `--key`.
 *
 * @throws {CommandError} if it is not 1 to 250 printable characters of ASCII, or if there is a header Idempotency-Key as well.
 */
export function checkKey(key: string | undefined, headers: HeaderFields): void {
  if (key === undefined) return;
  if (!KEY.test(key)) throw usageError('--key must have 1 to 250 printable characters of ASCII');
  if (headers.some(([name]) => name.toLowerCase() === 'idempotency-key')) {
    throw usageError('the Idempotency-Key is set twice, with --key and with -H');
  }
}

/** Returns a key as the header Idempotency-Key: a string in quotes (RFC 9651 section 3.3.3). */
export function toKeyHeader(key: string): readonly [name: string, value: string] {
  return ['Idempotency-Key', `"${key.replace(/["\\]/g, '\\$&')}"`];
}

/** Returns the key that a header Idempotency-Key contains. */
export function readKey(field: string): string {
  return field.startsWith('"') ? field.slice(1, -1).replace(/\\(.)/g, '$1') : field;
}
