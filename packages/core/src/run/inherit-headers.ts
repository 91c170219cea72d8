import { firstValue, isInheritedHeader } from '@multistatus/wire';
import type { EnvelopeHeaders } from '../http/envelope.js';
import type { Operation } from '../operation/operation.js';

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** Methods that change nothing (RFC 9110 section 9.2.1, RFC 4918, RFC 3253, RFC 5323, RFC 10008). */
const SAFE_METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'OPTIONS',
  'PROPFIND',
  'REPORT',
  'SEARCH',
  'QUERY',
]);

/**
 * Returns the function that computes the headers of an operation: those that it inherits from the batch request, replaced
 * by its own where both have the same name. `added` has the names that the option `headers.inherit` adds.
 *
 * If the batch request has an Idempotency-Key, each operation with an unsafe method gets a key of its own, `<key>:<id>`.
 */
export function inheritHeaders(
  envelopeHeaders: EnvelopeHeaders,
  added: ReadonlySet<string>,
): (operation: Operation) => Headers {
  const inherited: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(envelopeHeaders)) {
    if (value !== undefined && (isInheritedHeader(name) || added.has(name))) inherited[name] = value;
  }
  Object.freeze(inherited);
  const key = firstValue(envelopeHeaders['idempotency-key']);
  return ({ id, method, headers }) => {
    // Operations without headers of their own share one object.
    if (key === undefined && isEmpty(headers)) return inherited;
    if (key === undefined || SAFE_METHODS.has(method)) return { ...inherited, ...headers };
    return { ...inherited, 'idempotency-key': deriveKey(key, id), ...headers };
  };
}

function isEmpty(headers: Headers): boolean {
  for (const _name in headers) return false;
  return true;
}

/** The key should be a quoted string (RFC 9651); some clients send it without the quotes. */
function deriveKey(key: string, id: string): string {
  return key.length > 1 && key.endsWith('"') ? `${key.slice(0, -1)}:${id}"` : `${key}:${id}`;
}
