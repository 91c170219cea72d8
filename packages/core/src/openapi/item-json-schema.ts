import type { ItemSchema } from '../bulk/item-validator.js';
import type { JsonSchema } from './path-item.js';

/** What Standard JSON Schema adds to a Standard Schema, as zod has it since 4.2. */
interface StandardJsonSchema {
  readonly vendor: string;
  readonly jsonSchema?: { readonly input: (options: { readonly target: string }) => JsonSchema };
}

/**
 * Gives the JSON Schema, of draft 2020-12, of what an item is validated by.
 *
 * A validator that has none to give is described as what may be anything.
 *
 * @throws {TypeError} if a JSON Schema is no JSON value.
 */
export function toItemJsonSchema<Item>(item: ItemSchema<Item>): JsonSchema {
  if (!('~standard' in item)) return toDraft2020(JSON.parse(JSON.stringify(item))) as JsonSchema;
  const { vendor, jsonSchema } = item['~standard'] as StandardJsonSchema;
  try {
    if (jsonSchema !== undefined) return jsonSchema.input({ target: 'draft-2020-12' });
  } catch {
    // It says by throwing that JSON Schema has no words for it, such as for a Date.
  }
  return { description: `Validated by ${vendor}, in a way that JSON Schema cannot tell.` };
}

/** Keywords whose members are schemas under names that mean nothing. */
const MAPS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
]);
/** Keywords whose value is no schema, but may look like one. */
const DATA: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples']);

/**
 * Brings what Ajv reads otherwise into the words of draft 2020-12: `nullable`, and of draft-07 an `items` that is a list.
 */
function toDraft2020(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toDraft2020);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...keywords } = mapMembers(schema, (value, keyword) => {
    if (DATA.has(keyword)) return value;
    return MAPS.has(keyword) && typeof value === 'object'
      ? mapMembers(value, toDraft2020)
      : toDraft2020(value);
  });
  if (nullable === true) keywords['type'] = [...new Set([keywords['type'], 'null'].flat())];
  if (!Array.isArray(keywords['items'])) return keywords;
  const { items: prefixItems, additionalItems: items = true, ...others } = keywords;
  return { ...others, prefixItems, items };
}

function mapMembers(
  members: object | null,
  map: (value: unknown, name: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members ?? {}).map(([name, value]: [string, unknown]) => [name, map(value, name)]),
  );
}
