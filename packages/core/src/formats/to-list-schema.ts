import { countOf } from '@multistatus/wire';
import type { ItemLimits } from './item-decoder.js';
import type { JsonSchema } from './json-schema.js';

/** Returns the JSON Schema of a list of items: an array, `{ "items": [...] }`, or a single item. */
export function toListSchema(item: () => JsonSchema, { maxItems, maxBodyBytes }: ItemLimits): JsonSchema {
  const list = (): JsonSchema => ({ type: 'array', maxItems, items: item() });
  return {
    description: `A list of items, also as \`{ "items": [...] }\`, or a single item: at most ${countOf(maxBodyBytes, 'byte')}.`,
    anyOf: [
      list(),
      { type: 'object', required: ['items'], additionalProperties: false, properties: { items: list() } },
      { type: 'object', allOf: [item()] },
    ],
  };
}
