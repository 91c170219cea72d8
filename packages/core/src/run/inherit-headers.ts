import { isInheritedHeader } from '@multistatus/wire';
import type { EnvelopeHeaders } from '../http/envelope.js';
import type { Operation } from '../operation/operation.js';

type Headers = Readonly<Record<string, string | readonly string[]>>;

/**
 * Returns the function that computes the headers of an operation: those that it inherits from the batch request, replaced
 * by its own where both have the same name. `added` has the names that the option `headers.inherit` adds.
 *
 * `keys` has the Idempotency-Keys of operations by their index.
 */
export function inheritHeaders(
  envelopeHeaders: EnvelopeHeaders,
  added: ReadonlySet<string>,
  keys?: ReadonlyMap<number, string>,
): (operation: Operation) => Headers {
  const inherited: Record<string, string | readonly string[]> = {};
  for (const name of Object.keys(envelopeHeaders)) {
    const value = envelopeHeaders[name];
    if (value !== undefined && (isInheritedHeader(name) || added.has(name))) inherited[name] = value;
  }
  Object.freeze(inherited);
  return ({ index, headers }) => {
    const key = keys?.get(index);
    // Operations without headers of their own share one object.
    if (key === undefined && isEmpty(headers)) return inherited;
    // Not by spreads, which are slow if they add members: see `joinFields`.
    if (key === undefined) return Object.assign({}, inherited, headers);
    return Object.assign({}, inherited, { 'idempotency-key': key }, headers);
  };
}

function isEmpty(headers: Headers): boolean {
  for (const _name in headers) return false;
  return true;
}
