import { describeValue } from '../options/describe-value.js';

/** The part of an Ajv instance that this library uses: core itself does not import Ajv. */
export interface ItemAjv {
  compile(schema: object): AjvValidator;
}

interface AjvValidator {
  (value: unknown): unknown;
  readonly errors?: readonly SchemaError[] | null | undefined;
}

/** An error in the form of Ajv. */
export interface SchemaError {
  /** JSON Pointer into the item. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string | undefined;
}

/**
 * Returns the array of the {@link SchemaError}s of a value, or anything else if it is valid. For an asynchronous schema
 * (`$async`) it returns a promise that rejects with `{ errors }` if the value is not valid.
 */
export type SchemaCheck = (value: unknown) => unknown;

/** Compiles a JSON Schema. Throws if it does not compile. */
export type CompileSchema = (schema: object) => SchemaCheck;

/** Compiles a JSON Schema with this Ajv. Its errors pass through if the schema does not compile. */
export function compileWith(ajv: ItemAjv, schema: object): SchemaCheck {
  const validate = ajv.compile(schema);
  return (value) => {
    const result = validate(value);
    return result === false ? (validate.errors ?? []) : result;
  };
}

/**
 * Checks the option `ajv`.
 *
 * @throws {TypeError} if it is neither `undefined` nor an Ajv instance.
 */
export function checkAjv(ajv: unknown): void {
  if (ajv === undefined) return;
  if (typeof (ajv as Partial<ItemAjv> | null)?.compile !== 'function') {
    throw new TypeError(`bulk.ajv must be an Ajv instance, got ${describeValue(ajv)}`);
  }
}
