import type { DecodedBatch } from '#core/formats/batch-decoder.js';
import { decodeJsonBatch } from '#core/formats/decode-json-batch.js';

const LIMITS = { maxBodyBytes: Infinity, maxJsonDepth: Infinity, maxOperations: Infinity };

/** Returns a parsed JSON batch as its format decodes it. */
export function toDecoded(value: unknown): DecodedBatch {
  return decodeJsonBatch(
    { kind: 'value', value, isMeasured: true },
    { headers: {}, root: undefined, limits: LIMITS },
  );
}
