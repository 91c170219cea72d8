import { compileWith, type SchemaCheck, type SchemaError } from '@multistatus/core/adapter';
import type { JSONSchemaType } from 'ajv';
import { loadAjv } from './load-ajv.cjs';

/** A JSON Schema whose type describes its items, as those of Ajv do. */
export type ItemJsonSchema<Item> = JSONSchemaType<Item>;

/**
 * Compiles the JSON Schema of a bulk endpoint with Ajv and all formats of ajv-formats. The first call loads Ajv.
 *
 * The check finds every issue of an item, unless the first one is that the item exceeds a size. Otherwise an attack would be
 * possible: with `allErrors`, Ajv compares a million elements with each other for `uniqueItems`, even if `maxItems` is 10.
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
