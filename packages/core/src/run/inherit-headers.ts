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
 * Tells the headers that each operation of a batch is dispatched with: those that it inherits from the envelope, as if it
 * had come by itself, and its own, which win.
 *
 * An Idempotency-Key of the envelope gives each operation that is not safe a key of its own, `<key>:<id>`.
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
    // One for all that bring nothing of their own.
    if (key === undefined && isEmpty(headers)) return inherited;
    if (key === undefined || SAFE_METHODS.has(method)) return { ...inherited, ...headers };
    return { ...inherited, 'idempotency-key': deriveKey(key, id), ...headers };
  };
}

function isEmpty(headers: Headers): boolean {
  for (const _name in headers) return false;
  return true;
}

/** The key is a quoted string of RFC 9651, or, from clients that do not know, a bare one. */
function deriveKey(key: string, id: string): string {
  return key.length > 1 && key.endsWith('"') ? `${key.slice(0, -1)}:${id}"` : `${key}:${id}`;
}
