import type { BulkLimits, BulkSettings } from '../bulk/resolve-bulk-options.js';
import type { JsonSchema } from '../formats/json-schema.js';
import type { OpenApiContent } from './path-item.js';

/**
 * Describes a list of items in every media type in which it can be sent. `item` returns the schema of one item. If lists can also be
 * answered later, the higher limits apply.
 */
export function bulkRequestContent<Item, Extra extends object>(
  item: () => JsonSchema,
  {
    limits,
    streamLimits,
    laterLimits,
    needsWholeList,
    shared: { formats },
  }: Pick<BulkSettings<Item, Extra>, 'limits' | 'streamLimits' | 'laterLimits' | 'needsWholeList' | 'shared'>,
): OpenApiContent {
  const ofList = higherLimits(limits, laterLimits);
  const ofStream = higherLimits(
    streamLimits,
    laterLimits && { ...laterLimits, maxBodyBytes: Number.POSITIVE_INFINITY },
  );
  return Object.fromEntries(
    [...formats.items].map(([mediaType, { decoder }]) => {
      const isStream = decoder.kind === 'stream' && !needsWholeList;
      return [mediaType, { schema: decoder.toSchema(item, isStream ? ofStream : ofList) }];
    }),
  );
}

function higherLimits(atOnce: BulkLimits, later: BulkLimits = atOnce): BulkLimits {
  return {
    ...atOnce,
    maxItems: Math.max(atOnce.maxItems, later.maxItems),
    maxBodyBytes: Math.max(atOnce.maxBodyBytes, later.maxBodyBytes),
  };
}
