import type { JsonSchema } from '../formats/json-schema.js';
import type { OpenApiMediaType } from './path-item.js';

/** The versions of OpenAPI that endpoints are described in. */
export type OpenApiVersion = '3.1' | '3.2';

/** The functions of a part of a format that describe what it reads or writes. */
interface DescribedPart {
  readonly toSchema: (schema: JsonSchema, mediaType: string) => JsonSchema;
  readonly toItemSchema?: ((schema: JsonSchema, mediaType: string) => JsonSchema) | undefined;
}

/** Describes content in one media type. `schema` describes it in JSON. */
export function mediaTypeContent(
  part: DescribedPart,
  schema: JsonSchema,
  { mediaType, version }: { readonly mediaType: string; readonly version: OpenApiVersion },
): OpenApiMediaType {
  const whole = part.toSchema(schema, mediaType);
  if (version === '3.1' || part.toItemSchema === undefined) return { schema: whole };
  // OpenAPI 3.2 takes such content for an array.
  const { description } = whole;
  return { schema: { description, type: 'array' }, itemSchema: part.toItemSchema(schema, mediaType) };
}
