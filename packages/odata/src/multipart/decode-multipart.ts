import type { DecodeContext, DecodedBatch } from '@multistatus/core';
import type { ResolvedODataOptions } from '../odata.js';

/** Reads a batch of OData in `multipart/mixed`. */
export function decodeMultipart(
  _bytes: Uint8Array,
  _context: DecodeContext,
  _options: ResolvedODataOptions,
): DecodedBatch {
  throw new Error('not written yet');
}
