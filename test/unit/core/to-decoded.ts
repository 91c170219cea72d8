import type { DecodedBatch } from '#core/formats/batch-decoder.js';
import { readJsonBody } from '#core/formats/json-body.js';
import { valueAt } from '#wire/json-pointer.js';

/** Returns a parsed JSON batch as its format decodes it. */
export function toDecoded(value: unknown): DecodedBatch {
  return {
    value,
    bodyOf: (index, contentType) => {
      const [body, bodyEncoding] = ['body', 'bodyEncoding'].map((name) =>
        valueAt(value, ['requests', String(index), name]),
      );
      return readJsonBody({ body, bodyEncoding }, contentType, () => JSON.stringify(body));
    },
  };
}
