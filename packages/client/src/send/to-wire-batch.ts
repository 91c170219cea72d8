import type { Batch } from './create-batch.js';
import { describeKind } from './describe-kind.js';
import type { WireBatch } from './wire-operation.js';

/**
 * Returns the JSON form of what is sent.
 *
 * @throws {TypeError} if it is not a batch, or if an operation has no id: outcomes are recognised by their ids.
 */
export function toWireBatch(batch: Batch | WireBatch): WireBatch {
  const { toJSON } = Object(batch) as Partial<Batch>;
  const wire = typeof toJSON === 'function' ? toJSON() : (batch as WireBatch);
  const { requests } = Object(wire) as { readonly requests?: unknown };
  if (!Array.isArray(requests)) {
    throw new TypeError(
      `send needs a batch made with createBatch(), or the result of its toJSON(), got ${describeKind(batch)}`,
    );
  }
  for (const [index, { id }] of (requests as Partial<WireBatch['requests'][0]>[]).entries()) {
    if (typeof id !== 'string')
      throw new TypeError(`send: requests[${index}].id must be a string, got ${describeKind(id)}`);
  }
  return wire;
}
