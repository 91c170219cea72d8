import { countOf } from '@multistatus/wire';
import type { BulkLimits, ResolvedBulkOptions } from '../bulk/resolve-bulk-options.js';
import { BULK_MEDIA_TYPES } from '../formats/formats.js';
import type { JsonSchema } from '../formats/json-schema.js';
import type { OpenApiContent } from './path-item.js';

/** Describes a list of items in every media type in which it can be sent. `item` returns the schema of one item. */
export function bulkRequestContent<Item, Extra extends object>(
  item: () => JsonSchema,
  {
    limits,
    streamLimits,
    needsWholeList,
  }: Pick<ResolvedBulkOptions<Item, Extra>, 'limits' | 'streamLimits' | 'needsWholeList'>,
): OpenApiContent {
  const toSchema = (mediaType: string): JsonSchema =>
    mediaType === 'application/x-ndjson'
      ? toLinesSchema(needsWholeList ? limits : streamLimits)
      : toListSchema(item, limits);
  return Object.fromEntries(
    BULK_MEDIA_TYPES.map((mediaType) => [mediaType, { schema: toSchema(mediaType) }]),
  );
}

function toListSchema(item: () => JsonSchema, { maxItems, maxBodyBytes }: BulkLimits): JsonSchema {
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

/** OpenAPI 3.1 cannot express the schema of a line, so it is described in words. A limit of `Infinity` is omitted. */
function toLinesSchema({ maxItems, maxBodyBytes }: BulkLimits): JsonSchema {
  const bounds = [
    ...(Number.isFinite(maxItems) ? [`at most ${countOf(maxItems, 'item')}`] : []),
    ...(Number.isFinite(maxBodyBytes) ? [`at most ${countOf(maxBodyBytes, 'byte')}`] : []),
  ];
  const line = 'One line per item, in JSON as in the list of application/json';
  return { type: 'string', description: `${[line, ...bounds].join(', ')}.` };
}
