import { compileWith, type SchemaCheck, type SchemaError } from '@multistatus/core/adapter';
import type { JSONSchemaType } from 'ajv';
import { loadAjv } from './load-ajv.cjs';

/** A JSON Schema whose type describes its items, as those of Ajv do. */
export type ItemJsonSchema<Item> = JSONSchemaType<Item>;

/**
 * Compiles the JSON Schema of a bulk endpoint with Ajv, to a check that finds every issue of an item but stops at the first
 * one if that is a size limit. It knows all formats of ajv-formats. Ajv is loaded with the first call.
 *
 * An attack would be possible otherwise: with `allErrors`, Ajv compares a million elements with each other for
 * `uniqueItems` even though `maxItems` is 10.
 *
 * @throws the error of Ajv if the schema does not compile.
 */
export function compileItemSchema(schema: object): SchemaCheck {
  const { Ajv, fullFormats } = loadAjv();
  const options = { formats: fullFormats, ownProperties: true };
  const first = compileWith(new Ajv(options), schema);
  const all = compileWith(new Ajv({ ...options, allErrors: true }), schema);
  return (value) => {
    const result = first(value);
    return Array.isArray(result) && !SIZE_KEYWORDS.has((result as SchemaError[])[0]?.keyword ?? '')
      ? all(value)
      : result;
  };
}

const SIZE_KEYWORDS: ReadonlySet<string> = new Set(['maxItems', 'maxLength', 'maxProperties', 'uniqueItems']);
