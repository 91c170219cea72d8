import type { BulkLimits, ResolvedBulkOptions } from '../bulk/resolve-bulk-options.js';
import { BULK_MEDIA_TYPES } from '../formats/formats.js';
import { countOf } from '../problem/count-of.js';
import type { JsonSchema, OpenApiContent } from './path-item.js';

/** Describes a list of items in every media type in which it can be sent; `item` tells what stands for one, place by place. */
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
    description: `A list of items, also as \`{ "items": [...] }\`, or one item alone: at most ${countOf(maxBodyBytes, 'byte')}.`,
    anyOf: [
      list(),
      { type: 'object', required: ['items'], additionalProperties: false, properties: { items: list() } },
      { type: 'object', allOf: [item()] },
    ],
  };
}

/** OpenAPI 3.1 has no word for the schema of a line. A limit that is `Infinity` is none. */
function toLinesSchema({ maxItems, maxBodyBytes }: BulkLimits): JsonSchema {
  const bounds = [
    ...(Number.isFinite(maxItems) ? [`at most ${countOf(maxItems, 'item')}`] : []),
    ...(Number.isFinite(maxBodyBytes) ? [`at most ${countOf(maxBodyBytes, 'byte')}`] : []),
  ];
  const line = 'A line for each item, which is JSON as in the list of application/json';
  return { type: 'string', description: `${[line, ...bounds].join(', ')}.` };
}
