import { describeValue } from '../options/describe-value.js';
import type { SchemaError } from '../validate/schema-error.js';

/** The part of an Ajv instance that this library uses. Core itself does not import Ajv. */
export interface ItemAjv {
  /** Compiles a JSON Schema. Throws if that is not possible. */
  compile(schema: object): AjvValidator;
}

/** A compiled schema, as {@link ItemAjv} returns it. */
export interface AjvValidator {
  /**
   * Returns false if the value is not valid. For an asynchronous schema (`$async`), returns a promise that rejects with an object
   * whose `errors` lists them.
   */
  (value: unknown): unknown;
  /** The errors that the last call has found; `null` or `undefined` if there were none. */
  readonly errors?: readonly SchemaError[] | null | undefined;
}

/**
 * Returns an array of {@link SchemaError} if a value is not valid, and anything else if it is. For an asynchronous schema
 * (`$async`), returns a promise that rejects with `{ errors }` if the value is not valid.
 */
export type SchemaCheck = (value: unknown) => unknown;

/** Compiles a JSON Schema to a check. Throws if the schema does not compile. */
export type CompileSchema = (schema: object) => SchemaCheck;

/**
 * Compiles a JSON Schema with an Ajv instance.
 *
 * @throws the error of Ajv if the schema does not compile.
 */
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
