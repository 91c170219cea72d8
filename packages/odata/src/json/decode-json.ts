import type { DecodeContext, DecodedBatch, ReceivedBody } from '@multistatus/core';
import type { ResolvedODataOptions } from '../odata.js';

/** Reads a batch of OData 4.01 in JSON. */
export function decodeJson(
  _body: ReceivedBody,
  _context: DecodeContext,
  _options: ResolvedODataOptions,
): DecodedBatch {
  throw new Error('not written yet');
}
