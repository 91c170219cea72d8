import { type ItemSchema, isStandardSchema } from '../bulk/item-schema.js';
import type { JsonSchema } from '../formats/json-schema.js';

/** A Standard Schema that can export a JSON Schema (Standard JSON Schema), such as one of zod 4.2 and later. */
interface StandardJsonSchema {
  readonly vendor: string;
  readonly jsonSchema?: { readonly input: (options: { readonly target: string }) => JsonSchema };
}

/**
 * Returns the JSON Schema (draft 2020-12) of an item.
 *
 * A validator that cannot export a JSON Schema is represented by a schema that allows any value.
 *
 * @throws {TypeError} if a JSON Schema is not a JSON value.
 */
export function toItemJsonSchema<Item>(item: ItemSchema<Item>): JsonSchema {
  if (!isStandardSchema(item)) return toDraft2020(JSON.parse(JSON.stringify(item))) as JsonSchema;
  const { vendor, jsonSchema } = item['~standard'] as StandardJsonSchema;
  try {
    if (jsonSchema !== undefined) return jsonSchema.input({ target: 'draft-2020-12' });
  } catch {
    // It throws if JSON Schema cannot express it, for example a Date.
  }
  return { description: `Validated by ${vendor}, with rules that JSON Schema cannot express.` };
}

/** Keywords whose value is an object of schemas: its member names are not keywords. */
const MAPS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
]);
/** Keywords whose value is not a schema, but may look like one. */
const DATA: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples']);

/**
 * Converts keywords that Ajv supports to draft 2020-12: `nullable`, and an `items` that is an array (draft-07).
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
