import assert from 'node:assert/strict';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from '#core/formats/json-schema.js';
import type { OpenApiOperation, OpenApiPathItem } from '#core/openapi/path-item.js';
import { isNdjsonType } from '#wire/media-type.js';

/** Returns why path items are not valid in a description of this version of OpenAPI; `undefined` if they are. */
export async function findDescriptionFault(
  paths: Readonly<Record<string, OpenApiPathItem>>,
  version: '3.1' | '3.2' = '3.1',
): Promise<unknown> {
  const info = { title: 'The photo album', version: '1' };
  const { valid, errors } = await new Validator().validate(
    structuredClone({ openapi: `${version}.0`, info, paths }),
  );
  return valid ? undefined : (errors ?? 'not valid');
}

// One for all schemas: each would compile the meta-schemas anew. Ajv resolves $anchor, but takes it for an unknown keyword.
const ajv = new Ajv2020({ strict: true, allErrors: true, keywords: ['$anchor'] });
addFormats.default(ajv);

/** Compiles a schema out of a description, as strictly as Ajv can. */
export function compile(schema: JsonSchema): ValidateFunction {
  return ajv.compile(structuredClone(schema));
}

/** Returns the schema of a request's body. */
export function requestSchema(
  { requestBody }: OpenApiOperation,
  mediaType: string = 'application/json',
): JsonSchema {
  const content = requestBody?.content[mediaType];
  assert.ok(content, `${mediaType} is not described`);
  return content.schema;
}

/** One answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Holds an answer against the description: status, media type, headers, and the body if it is JSON. */
export function assertDescribed(operation: OpenApiOperation, { status, headers, text }: WireAnswer): void {
  const response = operation.responses[String(status)] ?? operation.responses['default'];
  assert.ok(response, `${status} is not described: ${text}`);
  const [mediaType = ''] = headers.get('content-type')?.split(';') ?? [];
  const content = response.content[mediaType];
  assert.ok(content, `${status} ${mediaType} is not described`);
  for (const name of [
    'retry-after',
    'preference-applied',
    'accept',
    'accept-post',
    'accept-patch',
    'accept-query',
    'allow',
    'link',
    'idempotency-replayed',
  ]) {
    const described = Object.keys(response.headers ?? {}).some((header) => header.toLowerCase() === name);
    assert.ok(described || !headers.has(name), `${name} is not described for ${status}`);
  }
  if (!mediaType.endsWith('json') || isNdjsonType(mediaType)) return;
  const validate = compile(closed(content.schema) as JsonSchema);
  assert.ok(validate(JSON.parse(text)), `${JSON.stringify(validate.errors)} in ${text}`);
}

/** Forbids members that the description does not name, which it leaves open for later versions. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema).map(([name, value]) => [name, closed(value)]);
  const isOpen = 'properties' in schema && !('additionalProperties' in schema);
  return { ...Object.fromEntries(members), ...(isOpen ? { additionalProperties: false } : {}) };
}
