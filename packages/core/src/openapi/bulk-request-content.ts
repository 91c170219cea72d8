import type { BulkSettings } from '../bulk/resolve-bulk-options.js';
import type { JsonSchema } from '../formats/json-schema.js';
import type { OpenApiContent } from './path-item.js';

/** Describes a list of items in every media type in which it can be sent. `item` returns the schema of one item. */
export function bulkRequestContent<Item, Extra extends object>(
  item: () => JsonSchema,
  {
    limits,
    streamLimits,
    needsWholeList,
    shared: { formats },
  }: Pick<BulkSettings<Item, Extra>, 'limits' | 'streamLimits' | 'needsWholeList' | 'shared'>,
): OpenApiContent {
  return Object.fromEntries(
    [...formats.items].map(([mediaType, { decoder }]) => {
      const isStream = decoder.kind === 'stream' && !needsWholeList;
      return [mediaType, { schema: decoder.toSchema(item, isStream ? streamLimits : limits) }];
    }),
  );
}
