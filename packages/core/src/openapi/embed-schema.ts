import type { JsonSchema } from './path-item.js';

const REFERENCE = /"\$(?:ref|dynamicRef)":/;

/**
 * Gives a function that tells, for each place in an OpenAPI description, what stands there for `schema`.
 *
 * A `$ref` such as `#/$defs/tag` counts from the nearest `$id`, and without one from the whole description. A schema with
 * references therefore becomes a resource of its own (draft 2020-12 section 9.2), which stands in the first place alone:
 * the others refer to its `$id`, which is made from the schema and `name` if it has none. A schema without references
 * needs no `$id`, and stands in every place.
 */
export function embedSchema(schema: JsonSchema, name: string): () => JsonSchema {
  const { $id, $schema: _dialect, ...keywords } = schema;
  const text = JSON.stringify(keywords);
  if (!REFERENCE.test(text)) return () => keywords;
  const id = typeof $id === 'string' ? $id : `urn:multistatus:item:${name}:${hash(text)}`;
  let hasPlace = false;
  return () => {
    if (hasPlace) return { $ref: id };
    hasPlace = true;
    return { $id: id, ...keywords };
  };
}

/** FNV-1a, 32 bits: the same schema has the same id in every description. */
function hash(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return sum.toString(16).padStart(8, '0');
}
