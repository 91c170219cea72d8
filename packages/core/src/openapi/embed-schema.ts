import type { JsonSchema } from '../formats/json-schema.js';

const REFERENCE = /"\$(?:ref|dynamicRef)":/;

/**
 * Returns a function that returns what to insert for `schema` at the next location in an OpenAPI description.
 *
 * A `$ref` such as `#/$defs/tag` is resolved against the nearest `$id`, or against the whole description if there is none. A
 * schema with references therefore becomes a schema resource of its own (draft 2020-12 section 9.2): it is inserted once, at
 * the first location, and further locations refer to its `$id`. A schema without `$id` gets one, derived from its content and
 * `name`. A schema without references needs no `$id` and is inserted everywhere.
 */
export function embedSchema(schema: JsonSchema, name: string): () => JsonSchema {
  const { $id, $schema: _dialect, ...keywords } = schema;
  const text = JSON.stringify(keywords);
  if (!REFERENCE.test(text)) return () => keywords;
  const id = typeof $id === 'string' ? $id : `urn:multistatus:item:${name}:${hash(text)}`;
  let isInserted = false;
  return () => {
    if (isInserted) return { $ref: id };
    isInserted = true;
    return { $id: id, ...keywords };
  };
}

/** Returns a 32-bit FNV-1a hash, so that the same schema has the same id in every description. */
function hash(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return sum.toString(16).padStart(8, '0');
}
